import { describe, expect, test } from '@jest/globals';
import { judgeItem } from '../../../server/connector/content-feed-items.js';
import { readPage, UnreadablePage } from '../../../server/connector/feed-formats.js';
import { plainText } from '../../../server/connector/plain-text.js';
import { sha256 } from './feed-world.js';

const read = (type: string, text: string) => readPage(type, Buffer.from(text));
const soundOf = (item: unknown) => {
  const judged = judgeItem(item);
  if (!('sound' in judged)) throw new Error(judged.unsound.reason);
  const { itemId, version, isDeleted, kind, text, rightsFrom, rightsUntil } = judged.sound;
  return { itemId, version, isDeleted, kind, text: text && { title: text.title, body: text.body, summary: text.summary, language: text.language, tags: text.tags, mediaUrl: text.mediaUrl }, rightsFrom, rightsUntil };
};
const sound = { isDeleted: false, kind: 'article', rightsFrom: null, rightsUntil: null };
const text = { summary: '', language: 'en', tags: [], mediaUrl: null };
const newYear = Date.UTC(2026, 0);

describe('the formats give the same items', () => {
  test('JSON Feed and JSON Lines', () => {
    const item = { id: 'a', title: '量子', content_html: '<p>One &amp; <b>two</b></p><script>no()</script>', date_modified: '2026-01-01T00:00:00Z', tags: ['x', 'x'], summary: '<i>s</i>' };
    const expected = { ...sound, itemId: 'a', version: newYear, text: { ...text, title: '量子', body: 'One & two', summary: 's', language: 'zh', tags: ['x'] } };
    const page = read('application/feed+json; charset=utf-8', JSON.stringify({ items: [item], next_url: '/2' }));
    expect([page.next, page.items.map(soundOf)]).toEqual(['/2', [expected]]);
    const lines = read('application/x-ndjson', `${JSON.stringify(item)}\n\n${JSON.stringify(item)}\n`);
    expect([lines.next, lines.items.map(soundOf)]).toEqual([null, [expected, expected]]);
  });

  test('CSV with a head, quotes and a tombstone', () => {
    const { items } = read('text/csv', `\ufeffid,version,title,text,tags,checksum,deleted,from,until\r\na,3,"Title, one","Line ""1""\nLine 2",x|y,${sha256('Line "1"\nLine 2')},,2026-01-01,2027-01-01\r\nb,9,,,,,true,,\r\n`);
    expect(items.map(soundOf)).toEqual([
      { ...sound, itemId: 'a', version: 3, rightsFrom: new Date(newYear), rightsUntil: new Date(Date.UTC(2027, 0)), text: { ...text, title: 'Title, one', body: 'Line "1"\nLine 2', tags: ['x', 'y'] } },
      { ...sound, itemId: 'b', version: 9, isDeleted: true, text: null },
    ]);
  });

  test('RSS 2.0', () => {
    const page = read('application/rss+xml', `<?xml version="1.0"?><rss version="2.0" xmlns:content="http://purl.org/rss/1.0/modules/content/" xmlns:atom="http://www.w3.org/2005/Atom"><channel><title>t</title><atom:link rel="next" href="/rss?page=2"/>
      <item><guid isPermaLink="false">g1</guid><title>A &amp; B</title><description>&lt;p&gt;short&lt;/p&gt;</description><content:encoded><![CDATA[<p>the body</p>]]></content:encoded><pubDate>Thu, 01 Jan 2026 00:00:00 GMT</pubDate><category>c</category></item>
      <item><link>https://x.example/2</link><title>C</title><description>only this</description><pubDate>Thu, 01 Jan 2026 00:00:00 GMT</pubDate><enclosure url="https://x.example/2.mp3" type="audio/mpeg" length="3"/></item>
      <item><guid>g3</guid><title>D</title><description>no date</description></item></channel></rss>`);
    expect(page.next).toBe('/rss?page=2');
    expect(page.items.slice(0, 2).map(soundOf)).toEqual([
      { ...sound, itemId: 'g1', version: newYear, text: { ...text, title: 'A & B', body: 'the body', summary: 'short', tags: ['c'] } },
      { ...sound, itemId: 'https://x.example/2', version: newYear, kind: 'audio', text: { ...text, title: 'C', body: 'only this', mediaUrl: 'https://x.example/2.mp3' } },
    ]);
    expect(judgeItem(page.items[2])).toMatchObject({ unsound: { itemId: 'g3', reason: 'no_version' } });
  });

  test('Atom 1.0', () => {
    const page = read('application/atom+xml', `<feed xmlns="http://www.w3.org/2005/Atom" xml:lang="zh"><title>t</title><link rel="next" href="https://x.example/atom?p=2"/>
      <entry><id>a1</id><title type="html">A &amp;lt; B</title><updated>2026-01-01T00:00:00Z</updated><content type="html">&lt;p&gt;html&lt;/p&gt;</content><summary>s</summary><category term="k"/></entry>
      <entry><id>a2</id><title>1 &lt; 2</title><updated>2026-01-01T00:00:00Z</updated><content type="xhtml"><div xmlns="http://www.w3.org/1999/xhtml"><p>hello <b>you</b></p></div></content></entry>
      <entry><id>a3</id><title>E</title><updated>2026-01-01T00:00:00Z</updated><content>plain &lt;b&gt;</content></entry></feed>`);
    expect(page.next).toBe('https://x.example/atom?p=2');
    expect(page.items.map(soundOf)).toEqual([
      { ...sound, itemId: 'a1', version: newYear, text: { ...text, title: 'A < B', body: 'html', summary: 's', language: 'zh', tags: ['k'] } },
      { ...sound, itemId: 'a2', version: newYear, text: { ...text, title: '1 < 2', body: 'hello you', language: 'zh' } },
      { ...sound, itemId: 'a3', version: newYear, text: { ...text, title: 'E', body: 'plain <b>', language: 'zh' } },
    ]);
  });
});

describe('what is refused', () => {
  test.each([
    ['media_type', 'text/html', '<p>'], ['media_type', '', '{}'], ['syntax', 'application/json', '{"items":{}}'], ['syntax', 'application/x-ndjson', '{}\n{'], ['syntax', 'application/rss+xml', 'no xml'],
    ['syntax', 'application/rss+xml', '<!DOCTYPE r [<!ENTITY a "ha"><!ENTITY b "&a;&a;">]><rss version="2.0"><channel><title>&b;</title></channel></rss>'],
    ['syntax', 'application/atom+xml', '<!doctype f SYSTEM "file:///etc/passwd"><feed xmlns="http://www.w3.org/2005/Atom"></feed>'],
    ['too_many_items', 'application/x-ndjson', '1\n'.repeat(1_001)], ['syntax', 'application/json', `{"items":[${'['.repeat(50_000)}${']'.repeat(50_000)}]}`],
  ])('%s: %s', (reason, type, body) => {
    expect(() => read(type, body)).toThrow(UnreadablePage);
    expect(() => read(type, body)).toThrow(reason);
  });

  test('bytes that are no UTF-8', () => expect(() => readPage('application/json', Buffer.from([0x7b, 0xff]))).toThrow('syntax'));
});

test('words of HTML: no markup, in a time that grows with the text alone', () => {
  expect(plainText('<h1>T</h1><!-- c --><p>a&nbsp;&#39;b&#x27;</p><style>x</style>c <a href="x">d</a>  \n<br>e')).toBe("T\n\na 'b'\nc d\n\ne");
  const begun = performance.now();
  for (const hostile of ['<p', '<!--', '<script>', ' ', '</script ', '&#', '\n ', '<a ']) plainText(hostile.repeat(1_000_000));
  expect(performance.now() - begun).toBeLessThan(5_000);
}, 30_000);
