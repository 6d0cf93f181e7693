import { graphql, type ResultOf } from '@/api/graphql'
import { estimateParts } from '@/parts/estimates'
import { useQuestion } from '@/parts/useQuestion'

const matrixParts = graphql(
  `
    fragment MatrixParts on DriverMatrix {
      period
      segment
      without
      method
      n
      doubts
      r2 {
        ...EstimateParts
      }
      importanceLine {
        ...EstimateParts
      }
      valueLine {
        ...EstimateParts
      }
      points(first: 100) {
        nodes {
          code
          quadrant
          quadrantSure
          vif
          importance {
            ...EstimateParts
          }
          value {
            ...EstimateParts
          }
          slope {
            ...EstimateParts
          }
          reach {
            ...EstimateParts
          }
          priority {
            ...EstimateParts
          }
        }
      }
    }
  `,
  [estimateParts],
)

const matrixDocument = graphql(
  `
    query DriverMatrix(
      $period: Period!
      $segment: String
      $other: String
      $compared: Boolean!
      $without: [String!]
    ) {
      matrix: driverMatrix(period: $period, segment: $segment, without: $without) {
        ...MatrixParts
      }
      other: driverMatrix(period: $period, segment: $other, without: $without) @include(if: $compared) {
        ...MatrixParts
      }
      touchpoints(first: 100) {
        nodes {
          id
          code
          nameZh
          nameEn
        }
      }
      segments(first: 100) {
        nodes {
          code
          customers
        }
      }
    }
  `,
  [matrixParts],
)

export type Told = ResultOf<typeof matrixDocument>
export type Matrix = NonNullable<Told['matrix']>
export type Point = Matrix['points']['nodes'][number]
export type Touchpoint = Told['touchpoints']['nodes'][number]

interface Asked {
  period: string
  segment: string | null
  /** The segment beside it, null for everybody. */
  other: string | null
  compared: boolean
  without: string[]
}

/** Ask the matrix of everybody or of a segment, beside it another one, and how everything is called. */
export const useMatrix = (asked: Asked) => useQuestion(matrixDocument, { ...asked })
