/** What a person has changed about the way from a photo to the model's input: a PhotoFix as JSON, for those that have one. */
export default `
CREATE TABLE photo_fixes (
  image_id INTEGER PRIMARY KEY REFERENCES photos (image_id) ON DELETE CASCADE,
  fix TEXT NOT NULL CHECK (json_valid(fix))
) STRICT;
`
