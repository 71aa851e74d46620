/** What a person has written about a model version. Beside the version, whose own files never change. */
export default `
CREATE TABLE model_notes (
  model_id TEXT PRIMARY KEY REFERENCES models (id),
  note TEXT NOT NULL CHECK (note <> '')
) STRICT, WITHOUT ROWID;
`
