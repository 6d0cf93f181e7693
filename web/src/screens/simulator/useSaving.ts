import { useTranslation } from 'react-i18next'
import { useMutation } from 'urql'
import { faultOf } from '@/api/errors'
import { useUndo } from '@/parts/useUndo'
import { askedAgain, deleteDocument, saveDocument, saveInput, type SaveInput } from './changes'
import type { Parts } from './parts'
import type { KeptScenario } from './questions'

/** What came of a change: the code of what was kept, or what is wrong, in words. */
export type Outcome = { code: string } | { wrong: string }

/** Keep scenarios and forget them; each can be taken back for a while. */
export function useSaving({ kept }: Pick<Parts, 'kept'>) {
  const { t } = useTranslation()
  const [, keep] = useMutation(saveDocument)
  const [, forget] = useMutation(deleteDocument)
  const undo = useUndo()
  const save = async (input: SaveInput): Promise<Outcome> => {
    const { data, error } = await keep({ input })
    if (error) return { wrong: faultOf(error).message }
    const [first] = data?.saveScenario.userErrors ?? []
    kept.again()
    return first ? { wrong: first.message } : { code: input.code }
  }
  const saveNew = async (input: SaveInput): Promise<Outcome> => {
    const outcome = await save(input)
    if ('code' in outcome) {
      undo(t('simulator.saved', { title: input.title }), () => {
        void forget({ code: outcome.code }).then(kept.again)
      })
    }
    return outcome
  }
  const remove = async (scenario: KeptScenario): Promise<Outcome> => {
    const { data, error } = await forget({ code: scenario.code })
    if (error) return { wrong: faultOf(error).message }
    const [first] = data?.deleteScenario.userErrors ?? []
    if (first) return { wrong: first.message }
    kept.again()
    const { code, title, period } = scenario
    undo(
      t('simulator.removed', { title }),
      () => void save(saveInput(askedAgain(scenario), period, { code, title })),
    )
    return { code: scenario.code }
  }
  return { save, saveNew, remove }
}
