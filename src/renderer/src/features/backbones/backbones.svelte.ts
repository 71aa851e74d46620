export class Backbones {
  load() {}
}
