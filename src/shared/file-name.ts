/** What would break a line, steer a terminal or turn the reading direction of what follows; and halves of characters. */
const UNSEEN = /[\p{Cc}\p{Cs}\u2028\u2029\u202a-\u202e\u2066-\u2069]/gu

/** The name of a file as it is put into a sentence: a file may be named anything, and a sentence is one line. */
export const shownName = (name: string): string => name.replace(UNSEEN, '\ufffd')
