import { execa } from "execa";
import { Socket } from "node:net";
import { OnxError } from "../../domain/errors.js";
import { createBatchParser, type BatchAnswer } from "./batch-parser.js";
import { firstComplaint, gitArguments, gitOptions } from "./git-process.js";
import type { Repository } from "./repository.js";

/** How long an idle `git cat-file` is kept: trees have no end of life of their own. */
const IDLE_MS = 2_000;

interface Request {
  readonly names: readonly string[];
  readonly answers: BatchAnswer[];
  readonly resolve: (answers: BatchAnswer[]) => void;
  readonly reject: (error: OnxError) => void;
}

interface Running {
  readonly ask: (names: readonly string[]) => void;
  /** Lets Node end while nothing is asked. */
  readonly rest: () => void;
  readonly end: () => void;
}

/** Asks for objects by name. Names hold no line break. */
export type AskObjects = (names: readonly string[]) => Promise<BatchAnswer[]>;

/** One `git cat-file --batch`, started when first asked, shared by all askers, and ended when idle. */
export function openBatch(repository: Repository): AskObjects {
  const queue: Request[] = [];
  let running: Running | undefined;
  let idle: NodeJS.Timeout | undefined;

  function onAnswer(answer: BatchAnswer): void {
    const request = queue[0];
    if (request === undefined) return;
    request.answers.push(answer);
    if (request.answers.length < request.names.length) return;
    queue.shift();
    request.resolve(request.answers);
    if (queue.length > 0) return;
    running?.rest();
    idle = setTimeout(stop, IDLE_MS).unref();
  }

  function stop(): void {
    running?.end();
    running = undefined;
  }

  function onExit(process: Running, stderr: string): void {
    // One that was ended for being idle has nothing to answer any more: what is asked by now is another's to answer.
    if (running !== process) return;
    running = undefined;
    const error = new OnxError("git-read-failed", `git could not read its objects: ${firstComplaint(stderr)}`, {
      place: repository.path,
      remedy: "run git fsck there",
    });
    for (const request of queue.splice(0)) request.reject(error);
  }

  return (names) =>
    new Promise((resolve, reject) => {
      if (names.length === 0) return resolve([]);
      clearTimeout(idle);
      queue.push({ names, answers: [], resolve, reject });
      running ??= startProcess(repository, onAnswer, onExit);
      running.ask(names);
    });
}

function startProcess(
  repository: Repository,
  onAnswer: (answer: BatchAnswer) => void,
  onExit: (process: Running, stderr: string) => void,
): Running {
  const child = execa("git", gitArguments([`--git-dir=${repository.gitDir}`, "cat-file", "--batch"]), {
    ...gitOptions(),
    buffer: { stdout: false },
    encoding: "buffer",
    reject: false,
  });
  child.stdout.on("data", createBatchParser(onAnswer));
  child.stdin.on("error", () => {});
  const pipes = [child.stdin, child.stdout, child.stderr].filter((pipe) => pipe instanceof Socket);
  const handles = [child, ...pipes];
  const running = {
    ask: (names: readonly string[]) => {
      for (const handle of handles) handle.ref();
      child.stdin.write(`${names.join("\n")}\n`);
    },
    rest: () => {
      for (const handle of handles) handle.unref();
    },
    end: () => void child.stdin.end(),
  };
  void child.then(({ stderr }) => onExit(running, Buffer.from(stderr).toString("utf8")));
  return running;
}
