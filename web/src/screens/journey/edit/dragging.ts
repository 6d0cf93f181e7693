import { useState, type DragEvent } from 'react'
import { useTranslation } from 'react-i18next'
import type { Placement, Stage } from '../versionParts'
import { useEdited } from './context'
import { moved, placeOf, stageOf } from './edits'
import { useApply } from './useApply'

const KIND = 'application/x-huibao-touchpoint'

interface Dragged {
  from: string
  touchpoint: string
}

/** Return what makes a touchpoint draggable. */
export function draggable(stage: Stage, place: Placement) {
  const dragged: Dragged = { from: stage.code, touchpoint: place.touchpoint.code }
  return {
    draggable: true,
    onDragStart: (event: DragEvent) => {
      event.dataTransfer.setData(KIND, JSON.stringify(dragged))
      event.dataTransfer.effectAllowed = 'move'
    },
  }
}

/** Return what takes a dragged touchpoint at a position of a stage. */
export function useDropped(stage: Stage, position: number) {
  const { t } = useTranslation()
  const { draft } = useEdited()
  const apply = useApply()
  const [isOver, setOver] = useState(false)
  return {
    'data-over': isOver || undefined,
    onDragOver: (event: DragEvent) => {
      if (!event.dataTransfer.types.includes(KIND)) return
      event.preventDefault()
      event.stopPropagation()
      setOver(true)
    },
    onDragLeave: () => setOver(false),
    onDrop: (event: DragEvent) => {
      setOver(false)
      const text = event.dataTransfer.getData(KIND)
      if (!text) return
      event.preventDefault()
      event.stopPropagation()
      const { from, touchpoint } = JSON.parse(text) as Dragged
      const isThere = from !== stage.code && placeOf(stage, touchpoint)
      const found = placeOf(stageOf(draft, from), touchpoint)
      if (isThere || !found) return
      const name = found.touchpoint.nameZh || found.touchpoint.nameEn || touchpoint
      void apply(moved(draft, from, touchpoint, stage.code, position), t('journey.done.moved', { name }))
    },
  }
}
