/** Where an element stands, which decides how it is named, what it holds at first and whether using it acts at once. */

/**
 * @typedef {object} Scope
 * @property {object} context the page, as `index.js` describes it
 * @property {string} surface `message` or `view`
 * @property {object} values what was filled in before, by block id and action id
 * @property {string} [blockId] the block
 * @property {boolean} isActing whether a choice is sent at once, as outside of `input` blocks
 * @property {function(string, object): object} labels attributes that name a control, given a name of last resort
 * @property {function(string): *} kept what a control held before; undefined if nothing is known
 */

/** Return the scope of a whole surface. */
export function surfaceScope(context, surface, values) {
  return {
    context,
    surface,
    values,
    isActing: true,
    labels: (fallback) => ({ "aria-label": fallback }),
    kept: () => undefined,
  };
}

/** Return the scope of one block on the surface. */
export function blockScope(scope, block) {
  const kept = (actionId) => scope.values[block.block_id]?.[actionId];
  return { ...scope, blockId: block.block_id, kept };
}

/** Return the scope of the field of an `input` block, which is named and described by what stands around it. */
export function inputScope(scope, block, { id, label, description }) {
  const labels = () => ({
    id,
    "aria-labelledby": label,
    "aria-describedby": description,
    "aria-required": block.optional ? null : "true",
  });
  return { ...scope, isActing: Boolean(block.dispatch_action), labels };
}
