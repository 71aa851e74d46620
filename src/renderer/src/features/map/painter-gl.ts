import { DIMMED, LAYERS, layersOf, OPAQUE, shuffled, type Ink, type Painter } from './painter.ts'

/** Bits of an ink's flags in the palette. */
const SHOWN = 1
const FRONT = 2
const HOLLOW = 4
const DIM = 8
const PALETTE = 256
/** Points of a frame that moves, where the processor draws them: 70,000 take it 60 ms. */
const MOST_BY_PROCESSOR = 20_000

const VERTEX = `#version 300 es
layout(location = 0) in vec2 from;
layout(location = 1) in vec2 to;
layout(location = 2) in uint group;
layout(location = 3) in uint chosen;
uniform vec2 middle;
uniform vec2 scale;
uniform float size;
uniform float moved;
uniform bool choosing;
uniform int layer;
uniform sampler2D palette;
flat out vec4 ink;
flat out float hollow;
void main() {
  vec4 entry = texelFetch(palette, ivec2(int(group), 0), 0);
  int flags = int(entry.a * 255.0 + 0.5);
  bool dim = (flags & ${DIM}) != 0 || (choosing && chosen == 0u);
  int own = dim ? 0 : (flags & ${FRONT}) != 0 ? 2 : 1;
  bool drawn = (flags & ${SHOWN}) != 0 && own == layer;
  vec2 at = (mix(from, to, moved) - middle) * scale;
  // Beyond the picture, where it costs nothing.
  gl_Position = drawn ? vec4(at, 0.0, 1.0) : vec4(2.0, 2.0, 2.0, 1.0);
  gl_PointSize = size + 1.0;
  ink = vec4(entry.rgb, dim ? ${DIMMED} : ${OPAQUE});
  hollow = (flags & ${HOLLOW}) != 0 ? 1.0 : 0.0;
}`

const FRAGMENT = `#version 300 es
precision highp float;
uniform float size;
flat in vec4 ink;
flat in float hollow;
out vec4 colour;
void main() {
  float from = length(gl_PointCoord - 0.5) * (size + 1.0);
  float disc = clamp(size * 0.5 + 0.5 - from, 0.0, 1.0);
  float ring = clamp(from - size * 0.22, 0.0, 1.0);
  float alpha = ink.a * disc * mix(1.0, ring, hollow);
  colour = vec4(ink.rgb * alpha, alpha);
}`

/** By WebGL 2: all points in one call, or one for each layer that is not empty. Null where it is not to be had. */
export function glPainter(canvas: HTMLCanvasElement): Painter | null {
  const gl = canvas.getContext('webgl2', { alpha: false, antialias: false, depth: false, stencil: false })
  if (!gl) return null
  const program = linked(gl)
  if (!program) return null
  const [from, to, group, chosen] = [0, 1, 2, 3].map(() => gl.createBuffer())
  const palette = gl.createTexture()
  const at = uniforms(gl, program)
  let [count, choosing] = [0, false]
  let order = new Uint32Array(0)
  const most = byProcessor(gl) ? MOST_BY_PROCESSOR : Infinity

  const fill = (buffer: WebGLBuffer | undefined, data: Float32Array | Uint8Array) => {
    gl.bindBuffer(gl.ARRAY_BUFFER, buffer ?? null)
    gl.bufferData(gl.ARRAY_BUFFER, data, gl.STATIC_DRAW)
  }
  const floats = (location: number, buffer: WebGLBuffer | undefined, data: Float32Array) => {
    fill(buffer, data)
    gl.enableVertexAttribArray(location)
    gl.vertexAttribPointer(location, 2, gl.FLOAT, false, 0, 0)
  }
  const bytes = (location: number, buffer: WebGLBuffer | undefined, data: Uint8Array) => {
    fill(buffer, data)
    gl.enableVertexAttribArray(location)
    gl.vertexAttribIPointer(location, 1, gl.UNSIGNED_BYTE, 0, 0)
  }
  gl.useProgram(program)
  gl.enable(gl.BLEND)
  gl.blendFunc(gl.ONE, gl.ONE_MINUS_SRC_ALPHA)
  gl.bindTexture(gl.TEXTURE_2D, palette)
  gl.texParameteri(gl.TEXTURE_2D, gl.TEXTURE_MIN_FILTER, gl.NEAREST)
  gl.texParameteri(gl.TEXTURE_2D, gl.TEXTURE_MAG_FILTER, gl.NEAREST)

  return {
    points(was, is) {
      count = is.length / 2
      order = shuffled(count)
      const pairs = (points: Float32Array) =>
        Float32Array.from({ length: 2 * count }, (_, i) => points[2 * order[i >> 1]! + (i & 1)]!)
      floats(0, from, pairs(was))
      floats(1, to, pairs(is))
      bytes(2, group, new Uint8Array(count).fill(PALETTE - 1))
      bytes(3, chosen, new Uint8Array(count))
      choosing = false
    },
    groups: (of) =>
      bytes(
        2,
        group,
        Uint8Array.from(order, (place) => of[place]!),
      ),
    chosen(mask) {
      choosing = mask !== null
      if (mask)
        bytes(
          3,
          chosen,
          Uint8Array.from(order, (place) => mask[place]!),
        )
    },
    draw(look) {
      const { camera, size, ratio, background, inks } = look
      const [width, height] = [Math.round(size.width * ratio), Math.round(size.height * ratio)]
      if (canvas.width !== width) canvas.width = width
      if (canvas.height !== height) canvas.height = height
      gl.viewport(0, 0, width, height)
      gl.clearColor(background[0] / 255, background[1] / 255, background[2] / 255, 1)
      gl.clear(gl.COLOR_BUFFER_BIT)
      gl.texImage2D(gl.TEXTURE_2D, 0, gl.RGBA, PALETTE, 1, 0, gl.RGBA, gl.UNSIGNED_BYTE, paletteOf(inks))
      gl.uniform2f(at.middle, camera.x, camera.y)
      gl.uniform2f(at.scale, (2 * camera.scale) / size.width, (2 * camera.scale) / size.height)
      gl.uniform1f(at.size, look.point * ratio)
      gl.uniform1f(at.moved, look.moved)
      gl.uniform1i(at.choosing, choosing ? 1 : 0)
      for (const layer of layersOf(inks, choosing)) {
        gl.uniform1i(at.layer, LAYERS.indexOf(layer))
        gl.drawArrays(gl.POINTS, 0, look.moving ? Math.min(count, most) : count)
      }
    },
    dispose: () => gl.getExtension('WEBGL_lose_context')?.loseContext(),
  }
}

/** There is no graphics processor, and WebGL's work is done without one. */
function byProcessor(gl: WebGL2RenderingContext): boolean {
  const names = gl.getExtension('WEBGL_debug_renderer_info')
  const name: unknown = gl.getParameter(names ? names.UNMASKED_RENDERER_WEBGL : gl.RENDERER)
  return /swiftshader|llvmpipe|software/i.test(String(name))
}

function paletteOf(inks: readonly Ink[]): Uint8Array {
  const entries = new Uint8Array(4 * PALETTE)
  for (const [i, { red, green, blue, ...is }] of inks.entries()) {
    const flags =
      (is.shown ? SHOWN : 0) | (is.front ? FRONT : 0) | (is.hollow ? HOLLOW : 0) | (is.dimmed ? DIM : 0)
    entries.set([red, green, blue, flags], 4 * i)
  }
  return entries
}

function linked(gl: WebGL2RenderingContext): WebGLProgram | null {
  const program = gl.createProgram()
  for (const [type, source] of [
    [gl.VERTEX_SHADER, VERTEX],
    [gl.FRAGMENT_SHADER, FRAGMENT],
  ] as const) {
    const shader = gl.createShader(type)
    if (!shader) return null
    gl.shaderSource(shader, source)
    gl.compileShader(shader)
    gl.attachShader(program, shader)
  }
  gl.linkProgram(program)
  return gl.getProgramParameter(program, gl.LINK_STATUS) ? program : null
}

function uniforms(gl: WebGL2RenderingContext, program: WebGLProgram) {
  const at = (name: string) => gl.getUniformLocation(program, name)
  return {
    ...{ middle: at('middle'), scale: at('scale'), size: at('size') },
    ...{ moved: at('moved'), choosing: at('choosing'), layer: at('layer') },
  }
}
