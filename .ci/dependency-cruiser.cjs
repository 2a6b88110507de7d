/** Import rules of the project; each says why. */
const feature = '^src/(?!platform/|lib/|generated/)([^/]+)/';

module.exports = {
  forbidden: [
    {
      name: 'no-cycles',
      severity: 'error',
      comment: 'A cycle means two files are one; read either and you need the other.',
      from: {},
      to: { circular: true },
    },
    {
      name: 'rules-stay-pure',
      severity: 'error',
      comment: 'Rules are tables and sums: they must be testable without a database, a clock or a request.',
      from: { path: '\\.rules\\.ts$' },
      to: {
        dependencyTypesNot: ['type-only'],
        path: [
          '^src/platform/(db|http|jobs|mail|command|config|clock)',
          '\\.(service|queries|routes)\\.ts$',
          'node_modules/(express|pg|@prisma)',
        ],
      },
    },
    {
      name: 'lib-is-the-floor',
      severity: 'error',
      comment: 'lib knows nothing of ours, so everything may use it.',
      from: { path: '^src/lib/' },
      to: { path: '^(src/(?!lib/)|prisma/)' },
    },
    {
      name: 'platform-knows-no-feature',
      severity: 'error',
      comment: 'The floor must stand whatever features stand on it.',
      from: { path: '^src/platform/' },
      to: { path: '^src/(?!platform/|lib/|generated/)' },
    },
    {
      name: 'only-through-the-front-door',
      severity: 'error',
      comment:
        'Another feature is entered through what it offers: verbs (service), reads (queries), rules, types, letters, its Russian words and ' +
        'badges (words), pieces that forms and pages of others are built of (parts). Its pages, forms, routes and plain files are its own.',
      from: { path: feature },
      to: {
        path: '^src/(?!platform/|lib/|generated/)[^/]+/.+\\.ts$',
        pathNot: ['^src/$1/', '\\.(service|queries|rules|types|letters|words|parts)\\.ts$'],
      },
    },
    {
      name: 'express-only-in-routes',
      severity: 'error',
      comment: 'Verbs and reads know a scope, not a request; they run the same from a job or the command line.',
      from: { path: '^src/', pathNot: ['\\.routes\\.ts$', '^src/platform/http/', '^src/(app|server)\\.ts$', '^src/(accounts|shell)/'] },
      to: { path: 'node_modules/(express|@types/express)', dependencyTypesNot: ['type-only'] },
    },
    {
      name: 'nobody-imports-admin',
      severity: 'error',
      comment: 'admin looks at every feature; no feature looks at admin, but the demo, which stands beside it.',
      from: { path: feature, pathNot: '^src/(admin|demo)/' },
      to: { path: '^src/admin/' },
    },
  ],
  options: {
    tsPreCompilationDeps: true,
    tsConfig: { fileName: 'tsconfig.json' },
    doNotFollow: { path: ['node_modules', 'src/generated'] },
    enhancedResolveOptions: { exportsFields: ['exports'], conditionNames: ['import', 'node', 'default'] },
  },
};
