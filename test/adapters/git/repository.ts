import { createGitRepository, type FileChanges, type GitRepository } from "../../support/git.js";
import { temporaryFolder } from "../../support/temp.js";

/** A repository that goes away with the test; with files, they are its first commit. */
export async function repositoryOf(files?: FileChanges): Promise<GitRepository> {
  return createGitRepository(files === undefined ? [] : [{ files }], await temporaryFolder("onx-git"));
}
