/** A mark that was clicked: of which series, the how manieth of its data and that datum as the option has it. */
export type Picked = { series: string; dataIndex: number; name: string; data: unknown }
