import { useSearchParams } from 'react-router'
import { isSame } from './asked'
import { askedAgain } from './changes'
import type { Parts } from './parts'
import type { KeptScenario } from './questions'

interface KeptOne {
  kept: KeptScenario
  /** Whether what is shown is what was kept, and has not become plans. */
  isUnchanged: boolean
}

/** Return the kept scenario that the address names; null where there is none. */
export function useKeptOne({ kept, period, scenario }: Parts): KeptOne | null {
  const [address] = useSearchParams()
  const found = kept.data?.scenarios.nodes.find(({ code }) => code === address.get('scenario'))
  if (!found) return null
  const isOfNow = found.period === period && isSame(askedAgain(found), scenario.shown)
  return { kept: found, isUnchanged: isOfNow && found.plans.length === 0 }
}
