/** Who may import whom: the rules of src/ARCHITECTURE.md, enforced. */
const layers = {
  domain: [],
  languages: ["domain"],
  operations: ["domain", "languages"],
  analysis: ["domain", "languages", "operations"],
  migration: ["domain", "languages", "operations"],
  verification: ["domain", "languages", "operations", "analysis", "migration"],
  campaign: ["domain"],
  store: ["domain"],
  adapters: ["domain"],
  app: ["domain", "languages", "operations", "analysis", "migration", "verification", "campaign", "store", "adapters"],
  web: ["app", "domain"],
  cli: ["app", "web", "domain"],
};

const layerRules = Object.entries(layers).map(([layer, allowed]) => ({
  name: `layer-${layer}`,
  severity: "error",
  from: { path: `^src/${layer}/` },
  to: { path: "^src/", pathNot: `^src/(${[layer, ...allowed].join("|")})/` },
}));

/** Only `owner` may import the package. */
function only(name, packages, owner) {
  return {
    name,
    severity: "error",
    from: { path: "^(src|migrations)/", pathNot: owner },
    to: { path: `node_modules/(${packages})/` },
  };
}

module.exports = {
  forbidden: [
    ...layerRules,
    { name: "no-circular", severity: "error", from: {}, to: { circular: true } },
    { name: "migrations-are-plain", severity: "error", from: { path: "^migrations/" }, to: { path: "^src/" } },
    only("octokit-in-adapters-github", "@octokit", "^src/adapters/github/"),
    only("probot-in-app", "probot", "^src/app/"),
    only("sqlite-in-store", "better-sqlite3", "^src/store/"),
    only("ts-morph-in-typescript", "ts-morph", "^src/(languages/typescript/|operations/[^/]+/typescript\\.ts$)"),
    only("git-in-adapters-git", "isomorphic-git", "^src/adapters/git/"),
    only("processes-in-adapters", "execa", "^src/adapters/"),
    {
      name: "node-processes-in-adapters",
      severity: "error",
      from: { path: "^(src|migrations)/", pathNot: "^src/adapters/(git|registry|sandbox|queue)/" },
      to: { path: "^(node:)?child_process$" },
    },
  ],
  options: {
    doNotFollow: { path: "node_modules" },
    tsPreCompilationDeps: true,
    tsConfig: { fileName: "tsconfig.json" },
    enhancedResolveOptions: { conditionNames: ["import", "node", "default", "types"], exportsFields: ["exports"] },
  },
};
