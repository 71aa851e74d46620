const LAYER = '[role=dialog], [role=alertdialog], [role=menu], [role=listbox]'

/** Whether a dialog or menu is open; closed ones are not in the document. */
export const isLayerOpen = (): boolean => document.querySelector(LAYER) !== null
