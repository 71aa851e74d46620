/** What a photo looks like, roughly, so that near-duplicates of it are found (photos/looks.ts). */
export default `
-- b0 .. b7: a difference hash, a byte a row of the picture; of two that differ in 7 bits or fewer, one byte is the same.
-- colours: the picture at 8 x 8, RGB.
CREATE TABLE photo_looks (
  image_id INTEGER PRIMARY KEY REFERENCES images (id) ON DELETE CASCADE,
  b0 INTEGER NOT NULL, b1 INTEGER NOT NULL, b2 INTEGER NOT NULL, b3 INTEGER NOT NULL,
  b4 INTEGER NOT NULL, b5 INTEGER NOT NULL, b6 INTEGER NOT NULL, b7 INTEGER NOT NULL,
  colours BLOB NOT NULL
) STRICT;
CREATE INDEX photo_looks_by_b0 ON photo_looks (b0);
CREATE INDEX photo_looks_by_b1 ON photo_looks (b1);
CREATE INDEX photo_looks_by_b2 ON photo_looks (b2);
CREATE INDEX photo_looks_by_b3 ON photo_looks (b3);
CREATE INDEX photo_looks_by_b4 ON photo_looks (b4);
CREATE INDEX photo_looks_by_b5 ON photo_looks (b5);
CREATE INDEX photo_looks_by_b6 ON photo_looks (b6);
CREATE INDEX photo_looks_by_b7 ON photo_looks (b7);
`
