/** What insight keeps: lists of images, what the checks found, and maps. */
export default `
-- ids: little-endian uint32, in order.
CREATE TABLE image_sets (
  id INTEGER PRIMARY KEY AUTOINCREMENT,
  name TEXT NOT NULL,
  ids BLOB NOT NULL,
  made_at TEXT NOT NULL
) STRICT;

-- The newest check of a library alone. last_event, last_image: the newest as it began; summary: JSON of the contract's.
CREATE TABLE checks (
  id INTEGER PRIMARY KEY AUTOINCREMENT,
  model_id TEXT NOT NULL,
  at TEXT NOT NULL,
  last_event INTEGER NOT NULL,
  last_image INTEGER NOT NULL,
  summary TEXT NOT NULL
) STRICT;

-- rank: 0 is the worst of its kind; near-duplicates of each other have ranks side by side. score: as the kind has it.
-- label_class: of a label issue or an outlier, the label it had; suggested: the class that is likelier. related: the image it is nearest to.
-- facts: JSON of the contract's FindingFacts.
CREATE TABLE findings (
  kind TEXT NOT NULL,
  image_id INTEGER NOT NULL REFERENCES images (id) ON DELETE CASCADE,
  rank INTEGER NOT NULL,
  score REAL NOT NULL,
  label_class INTEGER REFERENCES all_classes (id),
  suggested INTEGER REFERENCES all_classes (id),
  related INTEGER REFERENCES images (id) ON DELETE SET NULL,
  facts TEXT NOT NULL DEFAULT '{}',
  PRIMARY KEY (kind, image_id)
) STRICT, WITHOUT ROWID;
CREATE INDEX findings_by_image ON findings (image_id);
CREATE INDEX findings_by_related ON findings (related) WHERE related IS NOT NULL;

-- By UMAP, of a version's features. ids: little-endian uint32; points: float32, x and y of each.
CREATE TABLE maps (
  model_id TEXT PRIMARY KEY REFERENCES models (id) ON DELETE CASCADE,
  ids BLOB NOT NULL,
  points BLOB NOT NULL,
  made_at TEXT NOT NULL
) STRICT;

-- A column with a CHECK can only be replaced: there are more kinds of reviews now, and the contract alone says which.
ALTER TABLE reviews ADD COLUMN any_kind TEXT NOT NULL DEFAULT '';
UPDATE reviews SET any_kind = kind;
ALTER TABLE reviews DROP COLUMN kind;
ALTER TABLE reviews RENAME COLUMN any_kind TO kind;
`
