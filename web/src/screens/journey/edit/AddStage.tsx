import { useTranslation } from 'react-i18next'
import { useEdited } from './context'
import { NewThing } from './NewThing'
import { useApply } from './useApply'

/** Add a stage at the end of the draft. */
export function AddStage() {
  const { t } = useTranslation()
  const { draft } = useEdited()
  const apply = useApply()
  return (
    <NewThing
      label={t('journey.newStage')}
      make={({ code, nameZh, nameEn }) =>
        apply(
          [{ kind: 'addStage', code, nameZh, nameEn, position: draft.stages.nodes.length + 1 }],
          t('journey.done.added', { name: nameZh || nameEn || code }),
        )
      }
    />
  )
}
