import type { Site } from "../../domain/edit.js";
import { placeAt } from "../../domain/place.js";

export function siteAt(
  text: string,
  path: string,
  offset: number,
  operation: string,
  action: Site["action"],
  reason: string,
): Site {
  return { path, ...placeAt(text, offset), operation, action, reason };
}
