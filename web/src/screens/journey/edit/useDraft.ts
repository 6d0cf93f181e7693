import type { ResultOf } from '@/api/graphql'
import { useQuestion } from '@/parts/useQuestion'
import { draftDocument } from './documents'

export type Drafted = ResultOf<typeof draftDocument>['journeys']['nodes'][number]
export type Known = ResultOf<typeof draftDocument>['touchpoints']['nodes'][number]

/** Ask the newest version of a journey, and the touchpoints that can be placed in it. */
export const useDraft = (code: string) => useQuestion(draftDocument, { codes: [code] })
