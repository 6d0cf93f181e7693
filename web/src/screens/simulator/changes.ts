import { graphql, type VariablesOf } from '@/api/graphql'
import type { Asked } from './asked'
import type { KeptScenario } from './questions'

export const saveDocument = graphql(`
  mutation SaveScenario($input: SaveScenarioInput!) {
    saveScenario(input: $input) {
      scenario {
        id
        code
        title
      }
      userErrors {
        code
        field
        message
      }
    }
  }
`)

export const deleteDocument = graphql(`
  mutation DeleteScenario($code: String!) {
    deleteScenario(code: $code) {
      deletedCode
      userErrors {
        code
        message
      }
    }
  }
`)

export const adoptDocument = graphql(`
  mutation AdoptScenario($input: AdoptScenarioInput!) {
    adoptScenario(input: $input) {
      plans {
        id
        code
        title
        expectedUplift
      }
      userErrors {
        code
        field
        message
      }
    }
  }
`)

export const unitsDocument = graphql(`
  query UnitsToTreat {
    units(first: 100) {
      nodes {
        id
        code
        name
      }
    }
  }
`)

export type SaveInput = VariablesOf<typeof saveDocument>['input']
export type AdoptInput = VariablesOf<typeof adoptDocument>['input']

/** Return a short name that no scenario has yet: the moment in which it is kept. */
export function newCode(now: Date): string {
  return `s-${now.toISOString().replace(/\D/g, '').slice(0, 14)}`
}

/** Return what a scenario that was kept asked. */
export function askedAgain({ moves, terms }: KeptScenario): Asked {
  return { ...terms, moves: moves.map(({ touchpoint, uplift, share }) => ({ touchpoint, uplift, share })) }
}

/** Return the input that keeps a scenario. */
export function saveInput(asked: Asked, period: string, named: { code: string; title: string }): SaveInput {
  return { ...named, ...asked, period }
}
