/**
 * How far a prediction can be trusted, beside it: margin, loss, and (in a table of their own, so that no listed row
 * grows by them) the features it comes from. What was predicted before this has none of them; it is kept, and predicted
 * anew in the background.
 */
export default `
-- margin: probability of the first class minus that of the second. loss: cross-entropy (nats) against the current
-- label, null where there is none or the model knows no such class; kept true for the active model.
ALTER TABLE predictions ADD COLUMN margin REAL;
ALTER TABLE predictions ADD COLUMN loss REAL;
DROP INDEX predictions_by_confidence;
CREATE INDEX predictions_by_confidence ON predictions (model_id, confidence, image_id, class_id);
CREATE INDEX predictions_by_margin ON predictions (model_id, margin, image_id, class_id);
CREATE INDEX predictions_by_loss ON predictions (model_id, loss DESC, image_id, class_id);

-- The input of the model's last dense layer: float16, little-endian.
CREATE TABLE features (
  model_id TEXT NOT NULL REFERENCES models (id) ON DELETE CASCADE,
  image_id INTEGER NOT NULL,
  vector BLOB NOT NULL,
  PRIMARY KEY (model_id, image_id)
) STRICT, WITHOUT ROWID;

-- By primary key, model for model: a foreign key to images would look through all features for each image that goes.
CREATE TRIGGER images_take_their_scores BEFORE DELETE ON images
  BEGIN
    DELETE FROM features WHERE image_id = OLD.id AND model_id IN (SELECT id FROM models);
    DELETE FROM predictions WHERE image_id = OLD.id AND model_id IN (SELECT id FROM models);
  END;
`
