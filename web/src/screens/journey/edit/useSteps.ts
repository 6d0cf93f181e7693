import type { CombinedError } from '@urql/core'
import { useClient } from 'urql'
import { useCallback } from 'react'
import type { Version } from '../versionParts'
import * as documents from './documents'
import { placeOf, stageOf, type Edit } from './edits'

interface Wrong {
  code: string
  field: string
  message: string
}

/** What came of a step: the draft as it is now, or why it was refused. */
export interface Outcome {
  draft: Version | null
  wrong: Wrong | undefined
  error: CombinedError | undefined
}

interface Changed {
  changed: { journeyVersion: Version | null; userErrors: Wrong[] }
}

/** Return how a step is made: sent with the revision that was read, so that nobody's change is written over. */
export function useStep() {
  const client = useClient()
  return useCallback(
    async (edit: Edit, draft: Version): Promise<Outcome> => {
      const { data, error } = await sent(edit, draft)
      const changed = (data as Changed | undefined)?.changed
      return { draft: changed?.journeyVersion ?? null, wrong: changed?.userErrors[0], error }

      function sent(one: Edit, { id: versionId, revision, stages }: Version) {
        const base = { versionId, revision }
        if (one.kind === 'addStage') {
          const { code, nameZh, nameEn, position } = one
          return client.mutation(documents.createStage, {
            input: { ...base, code, nameZh, nameEn, position },
          })
        }
        const stage = stageOf(draft, one.stage)
        const input = { ...base, stageId: stage?.id ?? '' }
        if (one.kind === 'renameStage')
          return client.mutation(documents.updateStage, {
            input: { ...input, nameZh: one.nameZh, nameEn: one.nameEn },
          })
        if (one.kind === 'removeStage') return client.mutation(documents.deleteStage, { input })
        if (one.kind === 'moveStage') {
          const others = stages.nodes.filter(({ code }) => code !== one.stage).map(({ id }) => id)
          const stageIds = others.toSpliced(one.position - 1, 0, input.stageId)
          return client.mutation(documents.reorderStages, { input: { ...base, stageIds } })
        }
        if (one.kind === 'remove') {
          const placementId = placeOf(stage, one.touchpoint)?.id ?? ''
          return client.mutation(documents.removePlacement, { input: { ...base, placementId } })
        }
        const { touchpoint, position, expectedEmotion } = one
        return client.mutation(documents.placeTouchpoint, {
          input: { ...input, touchpoint, position, expectedEmotion },
        })
      }
    },
    [client],
  )
}
