/** Classes, images, the label log with its current labels, predictions, model versions and runs. */
export default `
CREATE TABLE settings (
  key TEXT PRIMARY KEY,
  value TEXT NOT NULL
) STRICT, WITHOUT ROWID;

CREATE TABLE classes (
  id INTEGER PRIMARY KEY,
  position INTEGER NOT NULL UNIQUE,
  name TEXT NOT NULL UNIQUE,
  key TEXT UNIQUE,
  color INTEGER NOT NULL
) STRICT;

-- The current label (label_class, label_actor) is kept beside the log, in the same transaction. given_class is what
-- the dataset says and never changes: official scores are measured against it. present is 0 while the loaded variant
-- of the dataset lacks the picture (the full one was here once, now only the embedded one is).
CREATE TABLE images (
  id INTEGER PRIMARY KEY AUTOINCREMENT,
  source TEXT NOT NULL CHECK (source IN ('dataset', 'photo')),
  split TEXT NOT NULL CHECK (split IN ('train', 'test', 'holdout')),
  dataset_index INTEGER,
  present INTEGER NOT NULL DEFAULT 1 CHECK (present IN (0, 1)),
  given_class INTEGER REFERENCES classes (id),
  label_class INTEGER REFERENCES classes (id),
  label_actor TEXT CHECK (label_actor IN ('dataset', 'person', 'model', 'import')),
  CHECK ((label_class IS NULL) = (label_actor IS NULL)),
  CHECK ((source = 'dataset') = (dataset_index IS NOT NULL))
) STRICT;
CREATE UNIQUE INDEX images_by_dataset_index ON images (split, dataset_index) WHERE dataset_index IS NOT NULL;
CREATE INDEX images_by_label ON images (label_class, id);
CREATE INDEX images_by_actor ON images (label_actor, source, split, id);
CREATE INDEX images_by_source ON images (source, split, id);

CREATE TABLE photos (
  image_id INTEGER PRIMARY KEY REFERENCES images (id),
  sha256 TEXT NOT NULL UNIQUE,
  name TEXT NOT NULL,
  format TEXT NOT NULL,
  bytes INTEGER NOT NULL,
  width INTEGER NOT NULL,
  height INTEGER NOT NULL,
  added_at TEXT NOT NULL
) STRICT;

-- What the model sees of a photo, for one InputSpec (spec is its canonical JSON): a cache, apart from every listed row.
CREATE TABLE model_inputs (
  image_id INTEGER NOT NULL REFERENCES images (id),
  spec TEXT NOT NULL,
  pixels BLOB NOT NULL,
  PRIMARY KEY (image_id, spec)
) STRICT, WITHOUT ROWID;

-- Undo and redo are actions too. state says where a 'set' stands: done, undone (can be redone), or dropped (a new
-- label was set after it was undone).
CREATE TABLE label_actions (
  id INTEGER PRIMARY KEY AUTOINCREMENT,
  kind TEXT NOT NULL CHECK (kind IN ('set', 'undo', 'redo', 'import')),
  class_id INTEGER REFERENCES classes (id),
  target INTEGER REFERENCES label_actions (id),
  state TEXT CHECK (state IN ('done', 'undone', 'dropped')),
  at TEXT NOT NULL,
  CHECK ((kind = 'set') = (state IS NOT NULL)),
  CHECK ((kind IN ('undo', 'redo')) = (target IS NOT NULL))
) STRICT;
CREATE INDEX label_actions_by_state ON label_actions (state, id) WHERE state IS NOT NULL;

CREATE TABLE label_events (
  id INTEGER PRIMARY KEY AUTOINCREMENT,
  action_id INTEGER NOT NULL REFERENCES label_actions (id),
  image_id INTEGER NOT NULL REFERENCES images (id),
  from_class INTEGER REFERENCES classes (id),
  from_actor TEXT,
  to_class INTEGER REFERENCES classes (id),
  to_actor TEXT
) STRICT;
CREATE INDEX label_events_by_image ON label_events (image_id, id);
CREATE INDEX label_events_by_action ON label_events (action_id);
CREATE TRIGGER label_events_keep BEFORE UPDATE ON label_events
  BEGIN SELECT RAISE(ABORT, 'label events are append-only'); END;
CREATE TRIGGER label_events_stay BEFORE DELETE ON label_events
  BEGIN SELECT RAISE(ABORT, 'label events are append-only'); END;

-- manifest is the version's haberdash.json.
CREATE TABLE models (
  id TEXT PRIMARY KEY,
  created_at TEXT NOT NULL,
  bytes INTEGER NOT NULL,
  manifest TEXT NOT NULL
) STRICT;

-- probabilities: float32, little-endian, in the order of the model's classes.
CREATE TABLE predictions (
  model_id TEXT NOT NULL REFERENCES models (id),
  image_id INTEGER NOT NULL REFERENCES images (id),
  class_id INTEGER NOT NULL REFERENCES classes (id),
  confidence REAL NOT NULL,
  probabilities BLOB NOT NULL,
  PRIMARY KEY (model_id, image_id)
) STRICT, WITHOUT ROWID;
CREATE INDEX predictions_by_confidence ON predictions (model_id, confidence, image_id);

-- record is the run as the contract shows it, without its live progress; the rest is what makes it repeatable. pid is
-- the process it runs in: a run of a process that is no more was interrupted.
CREATE TABLE runs (
  id INTEGER PRIMARY KEY AUTOINCREMENT,
  pid INTEGER NOT NULL,
  state TEXT NOT NULL CHECK (state IN ('running', 'done', 'cancelled', 'failed')),
  recipe TEXT NOT NULL,
  data_fingerprint TEXT,
  last_label_event INTEGER NOT NULL,
  record TEXT NOT NULL
) STRICT;
`
