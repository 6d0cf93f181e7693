import type { ReactNode } from 'react'
import { useTranslation } from 'react-i18next'
import { Link, useSearchParams } from 'react-router'

interface Props {
  /** Id of the score that the figure is of. */
  score: string
  /** Name of the figure. */
  figure: string
  children: ReactNode
}

/** Lead from a figure to what it is made of; the address says which, so that it can be passed on. */
export function Explain({ score, figure, children }: Props) {
  const { t } = useTranslation()
  const [here] = useSearchParams()
  const search = new URLSearchParams(here)
  search.set('explain', `${figure}:${score}`)
  return (
    <Link to={{ search: search.toString() }} title={t('explain.open')}>
      {children}
    </Link>
  )
}
