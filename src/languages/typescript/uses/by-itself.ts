import { ts } from "ts-morph";
import { parsedFile, withinStack } from "../mount/nesting.js";
import { type Names, unboundBindings } from "./bindings.js";
import { isOfModule, isToldBySyntax, isToldByText, mayTellBySyntax } from "./by-name.js";
import { type Places, placesOf } from "./places.js";
import { openView, type View, type ViewInput } from "./view.js";

/** A file with what tells what its names stand for. */
export interface Opened extends View {
  readonly file: ts.SourceFile;
  readonly places?: Places;
}

/** Views of no files at all, by options: of targets that are modules, and of all. */
export interface BareViews {
  readonly ofModules: Map<string, View>;
  readonly ofAll: Map<string, View>;
}

/**
 * Opens a file that tells by itself what its names stand for: one that names modules of the core, or imports its exports and names
 * nothing else. It is neither bound nor kept: what is forgotten at once costs the least memory, and time. No checker may be asked
 * about it.
 */
export function openByItself(input: ViewInput, bare: BareViews, path: string, text: string): Opened | undefined {
  const targets = [...input.targets.values()].flat();
  const isOfModules = isToldByText(text, targets);
  if (!isOfModules && !mayTellBySyntax(text, targets)) return undefined;
  const file = parsedFile(path, text, ts.ScriptTarget.Latest);
  const places = withinStack(
    () => placesOf(file, false),
    () => undefined,
  );
  if (places === undefined) return undefined;
  if (isOfModules) return { file, places, ...bareView(ofModules(input), bare.ofModules) };
  const view = bareView(input, bare.ofAll);
  if (!isToldBySyntax(file, view.context, places)) return undefined;
  const bindingOf = unboundBindings(places, () => boundNames(input, path));
  return { file, places, ...view, context: { ...view.context, bindingOf } };
}

function bareView(input: ViewInput, views: Map<string, View>): View {
  const { key } = input.options;
  const view = views.get(key) ?? openView(input, [], true);
  views.set(key, view);
  return view;
}

function ofModules(input: ViewInput): ViewInput {
  return { ...input, targets: new Map([...input.targets].map(([id, each]) => [id, each.filter(isOfModule)])) };
}

function boundNames(input: ViewInput, path: string): Names {
  const { program, context } = openView(input, [path], true);
  const file = program.getSourceFile(path);
  return { identifiers: file === undefined ? new Map() : placesOf(file).identifiers, bindingOf: context.bindingOf };
}
