import { readdirSync } from 'node:fs';
import { stat } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import sharp from 'sharp';
import { describe, expect, it } from 'vitest';
import { topicPage } from '#src/help/help.pages.ts';
import { type PictureName, pictureFile, pictures } from '#src/help/pictures.ts';
import { topics } from '#src/help/topics.ts';

const inPublic = (path: string) => new URL(`../../public/${path}`, import.meta.url);
const names = Object.keys(pictures) as PictureName[];
const named = topics.flatMap(({ sections }) => sections.flatMap((section) => section.pictures ?? []));

describe('the pictures of the guide', () => {
  it('are each shown once, with an alt and a caption in Russian', () => {
    expect(named.map(({ name }) => name).sort()).toEqual([...names].sort());
    for (const { alt, caption } of topics.flatMap((topic) => topicPage(topic).sections.flatMap(({ figures }) => figures))) {
      expect(alt).toMatch(/[а-яё]{3}/i);
      expect(caption).toMatch(/[а-яё]{3}/i);
      expect(caption).not.toBe(alt);
    }
  });

  it('are all the files there are, no other', () => {
    expect(readdirSync(inPublic('guide/')).sort()).toEqual(names.map((name) => pictureFile(name).slice('guide/'.length)).sort());
  });

  it('have the size their pages keep free, at most 960 pixels wide, 40 KB each, 500 KB together', async () => {
    let all = 0;
    for (const name of names) {
      const { format, width, height } = await sharp(fileURLToPath(inPublic(pictureFile(name)))).metadata();
      expect({ name, format, width, height }).toEqual({ name, format: 'webp', width: pictures[name].width, height: pictures[name].height });
      expect(width).toBeLessThanOrEqual(960);
      const { size } = await stat(inPublic(pictureFile(name)));
      expect(size, name).toBeLessThanOrEqual(40_000);
      all += size;
    }
    expect(all).toBeLessThanOrEqual(500_000);
  });
});
