import { createHash } from 'node:crypto';
import { readdirSync, readFileSync } from 'node:fs';
import { extname, join, relative } from 'node:path';
import { promisify } from 'node:util';
import { brotliCompress, constants, gzip } from 'node:zlib';
import { buildSync, type OutputFile } from 'esbuild';
import type { RequestHandler } from 'express';

/** The files of `public/` under names that change with their contents. */
export interface Assets {
  /** Address of a file by its path in `public/`; `app.css` and `app.js` are the bundles. Throws for an unknown name. */
  url(name: string): string;
  /** Serves the addresses of `url`, each good for a year; mount it at the root, before anything that costs. */
  handler: RequestHandler;
}

interface Asset {
  type: string;
  body: Buffer;
  /** Compressed copies, made when first asked for. */
  packed: Map<string, Promise<Buffer>>;
}

const base = '/assets/';
const types: Record<string, string> = {
  '.css': 'text/css; charset=utf-8',
  '.js': 'text/javascript; charset=utf-8',
  '.svg': 'image/svg+xml',
  '.woff2': 'font/woff2',
  '.png': 'image/png',
  '.webp': 'image/webp',
};

/** Bundles the styles and the script, and reads the rest of `publicDir`; about 60 ms. */
export function loadAssets(publicDir: string): Assets {
  const files = new Map<string, Asset>();
  const urls = new Map<string, string>();
  const add = (name: string, url: string, body: Buffer) => {
    urls.set(name, url);
    files.set(url, { type: types[extname(url)] ?? 'application/octet-stream', body, packed: new Map() });
  };

  for (const { name, path, contents } of bundle(publicDir)) add(name, path, Buffer.from(contents));
  for (const name of plainFiles(publicDir)) {
    if (urls.has(name)) continue;
    const body = readFileSync(join(publicDir, name));
    const hash = createHash('sha256').update(body).digest('base64url').slice(0, 8);
    const extension = extname(name);
    add(name, `${base}${name.replaceAll('/', '-').slice(0, -extension.length)}-${hash}${extension}`, body);
  }

  return {
    url(name) {
      const url = urls.get(name);
      if (!url) throw new Error(`no such file in public/: ${name}`);
      return url;
    },
    handler: (req, res, next) => {
      const asset = req.method === 'GET' || req.method === 'HEAD' ? files.get(req.path) : undefined;
      if (!asset) return next();
      res.set({ 'Content-Type': asset.type, 'Cache-Control': 'public, max-age=31536000, immutable', Vary: 'Accept-Encoding' });
      const encoding = isCompressible(asset) && req.acceptsEncodings(['br', 'gzip', 'identity']);
      if (encoding !== 'br' && encoding !== 'gzip') return void res.end(asset.body);
      packed(asset, encoding).then((body) => {
        res.set('Content-Encoding', encoding).end(body);
      }, next);
    },
  };
}

/** One minified file of styles, one of script, and the files the styles refer to. */
function bundle(publicDir: string): { name: string; path: string; contents: Uint8Array }[] {
  const built = buildSync({
    absWorkingDir: publicDir,
    entryPoints: { app: 'js/app.ts', 'app-css': 'css/app.css' },
    entryNames: 'app-[hash]',
    assetNames: '[name]-[hash]',
    outdir: 'assets',
    publicPath: base,
    loader: { '.woff2': 'file', '.svg': 'dataurl' },
    bundle: true,
    minify: true,
    format: 'esm',
    target: 'es2022',
    charset: 'utf8',
    metafile: true,
    write: false,
    logLevel: 'silent',
  });
  const outDir = join(publicDir, 'assets');
  return built.outputFiles.map((file: OutputFile) => {
    const output = built.metafile.outputs[relative(publicDir, file.path)];
    const [source] = Object.keys(output?.inputs ?? {});
    const name = output?.entryPoint ? `app${extname(file.path)}` : (source ?? file.path);
    return { name, path: base + relative(outDir, file.path), contents: file.contents };
  });
}

/** Files served as they are: all but the sources of the bundles. */
function plainFiles(publicDir: string): string[] {
  return readdirSync(publicDir, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => relative(publicDir, join(entry.parentPath, entry.name)))
    .filter((name) => !name.startsWith('css/') && !name.startsWith('js/') && !name.startsWith('.'));
}

/** Fonts and pictures come compressed. */
function isCompressible(asset: Asset): boolean {
  return !/font|png|webp/.test(asset.type);
}

function packed(asset: Asset, encoding: 'br' | 'gzip'): Promise<Buffer> {
  let body = asset.packed.get(encoding);
  if (!body) {
    body =
      encoding === 'br'
        ? promisify(brotliCompress)(asset.body, { params: { [constants.BROTLI_PARAM_QUALITY]: 11 } })
        : promisify(gzip)(asset.body, { level: 9 });
    asset.packed.set(encoding, body);
  }
  return body;
}
