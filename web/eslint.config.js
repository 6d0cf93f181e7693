import hooks from 'eslint-plugin-react-hooks'
import { defineConfig } from 'eslint/config'
import tseslint from 'typescript-eslint'

/** What makes the console's rules: small files and functions, no `any`, no statistics, no raw fetch. */
export default defineConfig(
  { ignores: ['node_modules', 'dist*', 'src/api/schema.d.ts'] },
  tseslint.configs.strict,
  hooks.configs.flat['recommended-latest'],
  {
    linterOptions: { reportUnusedDisableDirectives: 'error' },
    rules: {
      eqeqeq: 'error',
      'no-console': 'error',
      'max-lines': ['error', 300],
      'max-lines-per-function': ['error', { max: 50, skipBlankLines: true, skipComments: true }],
      'no-restricted-globals': ['error', { name: 'fetch', message: 'ask through @/api' }],
      'no-restricted-imports': [
        'error',
        {
          paths: [
            { name: 'echarts', message: 'draw through @/charts, which holds the parts that are bundled' },
            {
              name: 'dayjs',
              importNames: ['default'],
              message: 'use @/parts/time, which knows the company zone',
            },
          ],
        },
      ],
    },
  },
  { files: ['src/api/**', 'build/**'], rules: { 'no-restricted-globals': 'off' } },
  { files: ['src/parts/time.ts', 'src/i18n/**'], rules: { 'no-restricted-imports': 'off' } },
  { files: ['**/*.test.{ts,tsx}', 'eslint.config.js'], rules: { 'max-lines-per-function': 'off' } },
)
