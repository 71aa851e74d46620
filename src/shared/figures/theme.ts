/** The colours in which a figure is drawn, each in a form that a file understands by itself: "#rrggbb". */
export type FigureTheme = {
  dark: boolean
  font: string
  /** Behind it, a panel's; files are drawn on it. */
  surface: string
  text: string
  muted: string
  line: string
  /** Of axes, and around what must be seen on the surface. */
  strong: string
  accent: string
  wrong: string
  good: string
  /** Of classes by their slot; from the eleventh on they come again. */
  classes: readonly string[]
}

/** As styles/tokens.css has them: a test compares the two. */
const CLASSES = {
  light: [
    '#2f9bd8',
    '#d08f00',
    '#00875f',
    '#b85a8e',
    '#b3a400',
    '#c85200',
    '#0059b3',
    '#7a4a30',
    '#757575',
    '#8f78c0',
  ],
  dark: [
    '#56b4e9',
    '#e69f00',
    '#00a87b',
    '#cc79a7',
    '#f0e442',
    '#dd6b12',
    '#5b84e6',
    '#a9785a',
    '#9c9c9c',
    '#d6c6ef',
  ],
}

const FONT = "system-ui, -apple-system, 'Segoe UI', Roboto, sans-serif"

export const LIGHT: FigureTheme = {
  ...{ dark: false, font: FONT, surface: '#ffffff', text: '#1a1a1a', muted: '#595959' },
  ...{ line: '#d9d9d9', strong: '#8a8a8a' },
  ...{ accent: '#0a5bd3', wrong: '#b3231b', good: '#1a6e3c', classes: CLASSES.light },
}

export const DARK: FigureTheme = {
  ...{ dark: true, font: FONT, surface: '#222222', text: '#ececec', muted: '#a3a3a3' },
  ...{ line: '#2c2c2c', strong: '#757575' },
  ...{ accent: '#6ba6ff', wrong: '#ff8a80', good: '#6fcf97', classes: CLASSES.dark },
}
