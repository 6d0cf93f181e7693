import react from '@vitejs/plugin-react'
import { fileURLToPath } from 'node:url'
import { defineConfig } from 'vitest/config'
import { compressed } from './build/compressed.ts'
import { persisted } from './build/persisted.ts'

const here = (path: string) => fileURLToPath(new URL(path, import.meta.url))
const server = `http://127.0.0.1:${process.env.PORT ?? 8000}`
const passed = { target: server, changeOrigin: false }

const EVERY_SCREEN =
  'Screen|Panel|EstimateText|PeriodPicker|ExportMenu|VerdictTag|PlainSelect|Drill|NotScored'
// Files that are always fetched together are one, with all they need: a screen is 16 to 27 files, and was 83 to 93.
const FILES = [
  // By its own name: it weighs as much as all the rest, and nothing that can be read waits for it.
  { name: 'echarts', test: /node_modules\/(echarts|zrender)\//, priority: 3 },
  // Not main.tsx itself, which waits for a language: what it waits for would wait for it.
  { name: 'base', test: /src\/(app\/(Providers|routes)\.tsx|i18n\/index\.ts)$/, priority: 2 },
  { name: 'inside', test: new RegExp(`src/(app/Shell|parts/(${EVERY_SCREEN}))\\.tsx$`), priority: 1 },
]

export default defineConfig({
  plugins: [react(), persisted({ sources: here('src'), schema: here('../schema.graphql') }), compressed()],
  resolve: { alias: { '@': here('src') } },
  // The folder is chosen by config/console/build.py, which moves it into its place when it is complete.
  build: {
    outDir: process.env.CONSOLE_OUT ?? 'dist',
    emptyOutDir: true,
    manifest: 'manifest.json',
    target: 'es2023',
    sourcemap: false,
    reportCompressedSize: false,
    chunkSizeWarningLimit: 2000,
    rollupOptions: {
      input: here('src/main.tsx'),
      output: { codeSplitting: { groups: FILES } },
    },
  },
  server: { proxy: { '/graphql': passed, '/auth': passed, '/api': passed } },
  test: {
    environment: 'happy-dom',
    // Steady on a busy machine: what waits, waits for a state.
    testTimeout: 20_000,
    setupFiles: ['src/testing/setup.ts'],
    include: ['{src,build}/**/*.test.{ts,tsx}'],
  },
})
