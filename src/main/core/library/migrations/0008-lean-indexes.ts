/**
 * Views look through memory (core/browse), so the indexes they once walked only made writing slow: a label given to 10,000
 * images at random places of a million took 1.5 s, and takes a third of that. What a person has labelled is still looked for.
 */
export default `
DROP INDEX predictions_by_confidence;
DROP INDEX predictions_by_margin;
DROP INDEX predictions_by_loss;
DROP INDEX images_by_label;
DROP INDEX images_by_actor;
-- Its condition is that of LABELLED (core/labels/labelled.ts), word for word, or it would not be used.
CREATE INDEX images_by_hand ON images (split) WHERE label_actor IN ('person', 'model', 'import');
`
