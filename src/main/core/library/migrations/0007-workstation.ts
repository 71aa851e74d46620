/** What labelling at length needs: flags, views kept under a name, reviews, and a label for what is no garment. */
export default `
-- What is labelled "not a garment" is of no class: its row counts as removed, so no model learns or tells it.
ALTER TABLE all_classes ADD COLUMN not_garment INTEGER NOT NULL DEFAULT 0 CHECK (not_garment IN (0, 1));
CREATE UNIQUE INDEX classes_not_garment ON all_classes (not_garment) WHERE not_garment = 1;

CREATE TABLE flags (
  image_id INTEGER PRIMARY KEY REFERENCES images (id) ON DELETE CASCADE
) STRICT;

-- spec: a ViewSpec of the contract, as JSON.
CREATE TABLE views (
  id INTEGER PRIMARY KEY AUTOINCREMENT,
  name TEXT NOT NULL UNIQUE,
  spec TEXT NOT NULL
) STRICT;

-- last_event: the newest label event as it began. What was labelled after it, and not undone, is done.
CREATE TABLE reviews (
  id INTEGER PRIMARY KEY AUTOINCREMENT,
  kind TEXT NOT NULL CHECK (kind IN ('doubtful', 'disagreements', 'sample', 'imported')),
  began_at TEXT NOT NULL,
  last_event INTEGER NOT NULL,
  -- How many images a sample was drawn from.
  drawn_from INTEGER NOT NULL
) STRICT;

-- label_class: the label as the review began.
CREATE TABLE review_items (
  review_id INTEGER NOT NULL REFERENCES reviews (id) ON DELETE CASCADE,
  position INTEGER NOT NULL,
  image_id INTEGER NOT NULL REFERENCES images (id) ON DELETE CASCADE,
  label_class INTEGER REFERENCES all_classes (id),
  skipped INTEGER NOT NULL DEFAULT 0 CHECK (skipped IN (0, 1)),
  PRIMARY KEY (review_id, position)
) STRICT, WITHOUT ROWID;
CREATE UNIQUE INDEX review_items_by_image ON review_items (review_id, image_id);

-- Views sort in memory: these only made each label and each prediction slower.
DROP INDEX predictions_by_confidence;
DROP INDEX predictions_by_margin;
DROP INDEX predictions_by_loss;

CREATE INDEX photos_by_name ON photos (name COLLATE NOCASE, image_id);
`
