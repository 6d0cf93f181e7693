import type { Placement, Stage, Version } from '../versionParts'

/** One step of editing a draft. Things are named by their codes, which stay when ids change by undoing. */
export type Edit =
  | { kind: 'addStage'; code: string; nameZh: string; nameEn: string; position: number }
  | { kind: 'renameStage'; stage: string; nameZh: string; nameEn: string }
  | { kind: 'moveStage'; stage: string; position: number }
  | { kind: 'removeStage'; stage: string }
  | { kind: 'place'; stage: string; touchpoint: string; position: number; expectedEmotion: number }
  | { kind: 'remove'; stage: string; touchpoint: string }

export function stageOf(draft: Version, code: string): Stage | undefined {
  return draft.stages.nodes.find((one) => one.code === code)
}

export function placeOf(stage: Stage | undefined, touchpoint: string): Placement | undefined {
  return stage?.placements.nodes.find((one) => one.touchpoint.code === touchpoint)
}

/** Return the steps that take a draft back to where it is, once the step has been made. */
export function inverseOf(edit: Edit, draft: Version): Edit[] {
  const stages = draft.stages.nodes
  if (edit.kind === 'addStage') return [{ kind: 'removeStage', stage: edit.code }]
  const stage = stageOf(draft, edit.stage)
  if (!stage) return []
  const { code, nameZh, nameEn } = stage
  const position = stages.indexOf(stage) + 1
  if (edit.kind === 'renameStage') return [{ kind: 'renameStage', stage: code, nameZh, nameEn }]
  if (edit.kind === 'moveStage') return [{ kind: 'moveStage', stage: code, position }]
  if (edit.kind === 'removeStage')
    return [
      { kind: 'addStage', code, nameZh, nameEn, position },
      ...stage.placements.nodes.map((one, place) => placing(code, one, place + 1)),
    ]
  const place = placeOf(stage, edit.touchpoint)
  if (place) return [placing(code, place, stage.placements.nodes.indexOf(place) + 1)]
  return edit.kind === 'place' ? [{ kind: 'remove', stage: code, touchpoint: edit.touchpoint }] : []
}

function placing(stage: string, { touchpoint, expectedEmotion }: Placement, position: number): Edit {
  return { kind: 'place', stage, touchpoint: touchpoint.code, position, expectedEmotion }
}

/** Return the steps that bring a touchpoint to a place, in its own stage or in another. */
export function moved(
  draft: Version,
  from: string,
  touchpoint: string,
  to: string,
  position: number,
): Edit[] {
  const place = placeOf(stageOf(draft, from), touchpoint)
  if (!place) return []
  const there: Edit = {
    kind: 'place',
    stage: to,
    touchpoint,
    position,
    expectedEmotion: place.expectedEmotion,
  }
  return from === to ? [there] : [there, { kind: 'remove', stage: from, touchpoint }]
}

/** Return the steps that bring a touchpoint one place on or back; over the end of its stage into the next one. */
export function stepped(draft: Version, from: string, touchpoint: string, by: 1 | -1): Edit[] {
  const stages = draft.stages.nodes
  const stage = stageOf(draft, from)
  const place = placeOf(stage, touchpoint)
  if (!stage || !place) return []
  const position = stage.placements.nodes.indexOf(place) + 1 + by
  if (position >= 1 && position <= stage.placements.nodes.length)
    return moved(draft, from, touchpoint, from, position)
  const next = stages[stages.indexOf(stage) + by]
  if (!next || placeOf(next, touchpoint)) return []
  return moved(draft, from, touchpoint, next.code, by === 1 ? 1 : next.placements.nodes.length + 1)
}
