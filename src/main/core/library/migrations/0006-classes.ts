/**
 * Classes can be removed, and a model's outputs keep what they mean. A removed class stays as a row, so that the label
 * log can be read and the removal undone; `classes`, until now the table, are those that live.
 */
export default `
ALTER TABLE classes RENAME TO all_classes;
CREATE TABLE all_classes_anew (
  id INTEGER PRIMARY KEY,
  position INTEGER NOT NULL,
  name TEXT NOT NULL,
  key TEXT,
  color INTEGER NOT NULL,
  removed INTEGER NOT NULL DEFAULT 0 CHECK (removed IN (0, 1)),
  -- Where its images went; null where they lost their label.
  merged_into INTEGER REFERENCES all_classes (id),
  CHECK (removed = 1 OR merged_into IS NULL)
) STRICT;
INSERT INTO all_classes_anew (id, position, name, key, color) SELECT id, position, name, key, color FROM all_classes;
DROP TABLE all_classes;
ALTER TABLE all_classes_anew RENAME TO all_classes;
CREATE UNIQUE INDEX classes_by_name ON all_classes (name) WHERE removed = 0;
CREATE UNIQUE INDEX classes_by_key ON all_classes (key) WHERE removed = 0;
CREATE VIEW classes AS SELECT id, position, name, key, color FROM all_classes WHERE removed = 0;
CREATE INDEX images_by_given ON images (given_class) WHERE given_class IS NOT NULL;

-- What each class, living or removed, means now: itself, or the living one that it was merged into by however many steps.
CREATE VIEW class_meanings AS
  WITH RECURSIVE merged (id, now) AS (
    SELECT id, id FROM all_classes
    UNION ALL
    SELECT merged.id, merged_into FROM merged JOIN all_classes ON all_classes.id = merged.now
    WHERE merged_into IS NOT NULL
  )
  SELECT merged.id, classes.id AS now FROM merged JOIN classes ON classes.id = merged.now;

-- Every name that a class was given, in order: a model that was made before a renaming knows the old one.
CREATE TABLE names_given (
  id INTEGER PRIMARY KEY,
  class_id INTEGER NOT NULL REFERENCES all_classes (id),
  name TEXT NOT NULL
) STRICT;
INSERT INTO names_given (class_id, name) SELECT id, name FROM all_classes ORDER BY id;
CREATE TRIGGER classes_are_named AFTER INSERT ON all_classes
  BEGIN INSERT INTO names_given (class_id, name) VALUES (NEW.id, NEW.name); END;
CREATE TRIGGER classes_are_renamed AFTER UPDATE OF name ON all_classes
  BEGIN INSERT INTO names_given (class_id, name) VALUES (NEW.id, NEW.name); END;

-- The class of each name: the living one that has it, else the one that had it last.
CREATE VIEW known_names AS
  SELECT given.name, coalesce(
    (SELECT id FROM classes WHERE classes.name = given.name),
    (SELECT class_id FROM names_given WHERE names_given.name = given.name ORDER BY id DESC LIMIT 1)) AS class_id
  FROM (SELECT DISTINCT name FROM names_given) AS given;

-- A label action that also takes a class away. Where its images went is the action's class.
CREATE TABLE class_removals (
  action_id INTEGER PRIMARY KEY REFERENCES label_actions (id),
  class_id INTEGER NOT NULL REFERENCES all_classes (id)
) STRICT;

-- The class that each output of a version was made for; null where the library has none of its name.
CREATE TABLE model_outputs (
  model_id TEXT NOT NULL REFERENCES models (id) ON DELETE CASCADE,
  output INTEGER NOT NULL,
  class_id INTEGER REFERENCES all_classes (id),
  PRIMARY KEY (model_id, output)
) STRICT, WITHOUT ROWID;
INSERT INTO model_outputs (model_id, output, class_id)
  SELECT models.id, name.key, class_id FROM models JOIN json_each(models.manifest, '$.classes') AS name
  LEFT JOIN known_names ON known_names.name = name.value;
CREATE TRIGGER models_get_outputs AFTER INSERT ON models
  BEGIN
    INSERT INTO model_outputs (model_id, output, class_id)
      SELECT NEW.id, name.key, class_id FROM json_each(NEW.manifest, '$.classes') AS name
      LEFT JOIN known_names ON known_names.name = name.value;
  END;
`
