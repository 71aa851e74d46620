/**
 * SQL, of a row of `images`: a person has said which class it is, by hand, by accepting the model's answer or by the folder
 * that it came from.
 */
export const LABELLED = `(label_actor IN ('person', 'model', 'import') AND label_class IN (SELECT id FROM classes))`
