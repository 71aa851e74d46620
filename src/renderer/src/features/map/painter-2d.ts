import { DIMMED, layersOf, OPAQUE, type Ink, type Layer, type Painter } from './painter.ts'

/** From this diameter on points are round, device pixels; below nobody sees it. */
const ROUND_FROM = 5

/** Where there is no WebGL: the same on a plain canvas, slower. */
export function plainPainter(canvas: HTMLCanvasElement): Painter | null {
  const context = canvas.getContext('2d', { alpha: false })
  if (!context) return null
  let to = new Float32Array(0)
  let of = new Uint8Array(0)
  let mask: Uint8Array | null = null

  const layerOf = (ink: Ink, place: number): Layer => {
    if (ink.dimmed || (mask && mask[place] === 0)) return 'dimmed'
    return ink.front ? 'front' : 'plain'
  }
  const drawGroup = (
    group: number,
    ink: Ink,
    layer: Layer,
    point: number,
    at: (place: number) => [number, number],
  ) => {
    context.fillStyle = context.strokeStyle = `rgb(${ink.red} ${ink.green} ${ink.blue})`
    context.globalAlpha = layer === 'dimmed' ? DIMMED : OPAQUE
    context.lineWidth = point * 0.28
    for (let place = 0; place < of.length; place++) {
      if (of[place] !== group || layerOf(ink, place) !== layer) continue
      const [x, y] = at(place)
      if (x < -point || y < -point || x > canvas.width + point || y > canvas.height + point) continue
      if (point < ROUND_FROM) context.fillRect(x - point / 2, y - point / 2, point, point)
      else {
        context.beginPath()
        context.arc(x, y, ink.hollow ? point * 0.36 : point / 2, 0, 2 * Math.PI)
        if (ink.hollow) context.stroke()
        else context.fill()
      }
    }
  }
  return {
    points(_, is) {
      to = new Float32Array(is)
      of = new Uint8Array(is.length / 2).fill(255)
      mask = null
    },
    groups: (now) => void (of = new Uint8Array(now)),
    chosen: (now) => void (mask = now),
    draw({ camera, size, ratio, background, inks, point }) {
      canvas.width = Math.round(size.width * ratio)
      canvas.height = Math.round(size.height * ratio)
      context.fillStyle = `rgb(${background.join(' ')})`
      context.fillRect(0, 0, canvas.width, canvas.height)
      const at = (place: number): [number, number] => [
        ratio * (size.width / 2 + (to[2 * place]! - camera.x) * camera.scale),
        ratio * (size.height / 2 - (to[2 * place + 1]! - camera.y) * camera.scale),
      ]
      for (const layer of layersOf(inks, mask !== null))
        for (const [group, ink] of inks.entries())
          if (ink.shown) drawGroup(group, ink, layer, point * ratio, at)
    },
    dispose: () => {},
  }
}
