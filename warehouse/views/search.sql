-- Working macro: the parts of what is looked for, a row each; `n` is the part's place.
CREATE OR REPLACE MACRO search_parts(query) AS TABLE
WITH alike AS (
    SELECT regexp_replace(nfc_normalize(query), '[“”„«»「」『』＂]', '"', 'g') AS asked
),
split AS (
    SELECT CASE WHEN length(replace(asked, '"', '')) % 2 = length(asked) % 2
                THEN regexp_extract_all(asked, '"[^"]*"|[^\s"]+')
                ELSE error('A quotation mark is opened and never closed: words within two of them stand together') END AS parts
    FROM alike
)
SELECT generate_subscripts(parts, 1) AS n, unnest(parts) AS part FROM split;

-- Working macro: the words of each part, folded and hashed as `scrapers/fingerprint/terms.py` does it.
CREATE OR REPLACE MACRO search_terms(query) AS TABLE
WITH part AS (
    SELECT n, part, regexp_extract_all(part, '(?s).') AS letters
    FROM search_parts(query)
    WHERE NOT regexp_matches(part, '^(source|after|before):')
),
letter AS (
    SELECT n, generate_subscripts(letters, 1) AS nth, unnest(letters) AS letter FROM part
),
folded AS (
    SELECT n, nth, coalesce(marks, 0) AS marks,
           -- Anchored and not `regexp_matches`: such a class takes milliseconds to compile, and there it is done thrice.
           coalesce(folded, regexp_replace(regexp_replace(letter, '^[\p{Mn}\p{Me}\p{Cf}]', ''), '^[^\pL\pN\p{Mc}]', ' ')) AS folded
    FROM letter
    LEFT JOIN search_letters USING (letter)
),
-- Marks travel as private letters, so that they are split into words as the letters are that bear them.
spaced AS (
    SELECT n, nth, regexp_replace(folded, '([々〆〇\x{3040}-\x{30ff}\x{31f0}-\x{31ff}\x{3400}-\x{9fff}\x{20000}-\x{3ffff}\x{0e00}-\x{0eff}\x{1000}-\x{109f}\x{1780}-\x{17ff}])', ' \1 ', 'g') AS letters,
           regexp_replace(letters, '[^ ]', chr(57344 + marks), 'g') AS marks
    FROM folded
),
joined AS (
    SELECT n, regexp_extract_all(string_agg(letters, '' ORDER BY nth), '[^ ]+') AS words,
           regexp_extract_all(string_agg(marks, '' ORDER BY nth), '[^ ]+') AS marks
    FROM spaced
    GROUP BY n
),
word AS (
    SELECT n, generate_subscripts(words, 1) - 1 AS nth, unnest(words) AS word, unnest(marks) AS marks FROM joined
)
SELECT n, nth, word, starts_with(part, '"') AS is_quoted,
       (list_reduce([0::UHUGEINT] || list_reverse(list_transform(regexp_extract_all(word, '(?s).'), lambda c: unicode(c)::UHUGEINT)),
                    lambda h, c: (h * 11400714819323198485 + c) % 18446744073709551616)
        * 11400714819323198485 % 18446744073709551616 >> 32)::UINTEGER AS term,
       (list_sum(list_transform(regexp_extract_all(marks, '(?s).'), lambda c: unicode(c) - 57344)) % 256)::UTINYINT AS marks
FROM word
JOIN part USING (n);

-- Working macro: `source:`, `after:` and `before:` of what is looked for.
CREATE OR REPLACE MACRO search_filters(query) AS TABLE
WITH filter AS (
    SELECT regexp_extract(part, '^(\w+):(.*)$', 1) AS name, regexp_extract(part, '^(\w+):(.*)$', 2) AS value
    FROM search_parts(query)
    WHERE regexp_matches(part, '^(source|after|before):')
),
named AS (
    SELECT value IN (SELECT source FROM sources UNION SELECT source FROM article_revisions) AS is_known, * FROM filter
),
read AS (
    SELECT coalesce(list(CASE WHEN name <> 'source' OR is_known THEN value ELSE error(format('source:{} names no source: broadsheet status shows those there are', value)) END)
                    FILTER (name = 'source'), []) AS sources,
           max(CASE WHEN name = 'after' THEN coalesce(try_cast(value AS DATE), error(format('after:{} is no day: write it as in after:2024-11-25', value))) END) AS first_day,
           min(CASE WHEN name = 'before' THEN coalesce(try_cast(value AS DATE), error(format('before:{} is no day: write it as in before:2024-12-10', value))) END) AS end_day
    FROM named
)
SELECT sources, first_day,
       CASE WHEN end_day <= first_day THEN error(format('No day is after:{} and before:{}', first_day, end_day)) ELSE end_day END AS end_day
FROM read;

-- Working macros: the words of a field that begins at place `base`; some of them as a text, those at `places` within `**`.
CREATE OR REPLACE MACRO search_words_of(field) AS
    regexp_extract_all(field, '(?:[々〆〇\x{3040}-\x{30ff}\x{31f0}-\x{31ff}\x{3400}-\x{9fff}\x{20000}-\x{3ffff}\x{0e00}-\x{0eff}\x{1000}-\x{109f}\x{1780}-\x{17ff}]|[^\pZ\pP\pS\p{Cc}々〆〇\x{3040}-\x{30ff}\x{31f0}-\x{31ff}\x{3400}-\x{9fff}\x{20000}-\x{3ffff}\x{0e00}-\x{0eff}\x{1000}-\x{109f}\x{1780}-\x{17ff}]+)[\pZ\pP\pS\p{Cc}]*');
CREATE OR REPLACE MACRO search_flagged(words, begin, places, base) AS
    regexp_replace(array_to_string(list_transform(words, lambda word, nth:
        CASE WHEN list_contains(places, (base + begin + nth - 2)::UINTEGER)
             THEN chr(57344) || word || chr(57345) ELSE word END), ''), '([\pZ\pP\pS\p{Cc}]+)\x{e001}', chr(57345) || '\1', 'g');
CREATE OR REPLACE MACRO search_marked(text) AS
    regexp_replace(regexp_replace(regexp_replace(
        text, '\x{e001}([ \-’'']?)\x{e000}', '\1', 'g'), '[\x{e000}\x{e001}]', '**', 'g'), '\s+', ' ', 'g');
CREATE OR REPLACE MACRO search_cut(words, begin, finish, places, base) AS
    CASE WHEN begin > 1 THEN '… ' ELSE '' END
    || trim(search_marked(search_flagged(words[begin:finish], begin, places, base)))
    || CASE WHEN finish < len(words) THEN ' …' ELSE '' END;

-- The last revisions that have all that is looked for, best first (BM25; a word of the title counts three times).
-- Neighbours that stand together in a text count as one word more, so that the syllables of one name are found first.
CREATE OR REPLACE MACRO search(query, most := 20) AS TABLE
WITH term AS MATERIALIZED (
    SELECT row_number() OVER (ORDER BY n, nth) AS nth, n, term, marks, is_quoted, count(*) OVER (PARTITION BY n) AS n_words,
           1::UBIGINT << least(row_number() OVER (ORDER BY n, nth), 60)::UBIGINT AS bit
    FROM search_terms(query)
),
every AS (
    SELECT CASE WHEN count(*) BETWEEN 1 AND 60 THEN bit_or(bit)
                ELSE error(format('A search is for 1 to 60 words, this one has {}', count(*))) END
    FROM term
),
hit AS MATERIALIZED (
    SELECT nth, bit, CASE WHEN n_words = 1 THEN n END AS unit, number, places
    FROM search_words AS held
    JOIN term USING (term)
    WHERE term.marks = 0 OR term.marks = held.marks
),
text AS NOT MATERIALIZED (
    SELECT number, article_id, revision, n_words
    FROM search_texts
    ANTI JOIN (SELECT article_id, revision - 1 AS revision FROM search_texts WHERE revision > 1) USING (article_id, revision)
),
matched AS MATERIALIZED (
    SELECT number FROM hit GROUP BY number HAVING bit_or(bit) = (FROM every)
),
whole AS MATERIALIZED (
    SELECT number, article_id, revision, n_words
    FROM text
    JOIN matched USING (number)
    WHERE NOT regexp_matches(query, '(source|after|before):')
    UNION ALL
    SELECT number, article_id, revision, n_words
    FROM text
    JOIN matched USING (number)
    SEMI JOIN (
        SELECT article_id
        FROM articles
        CROSS JOIN search_filters(query)
        WHERE (len(sources) = 0 OR list_contains(sources, source))
          AND (first_day IS NULL OR coalesce(date_to, first_day) >= first_day)
          AND (end_day IS NULL OR coalesce(date_from, end_day - 1) < end_day)
    ) USING (article_id)
    WHERE regexp_matches(query, '(source|after|before):')
),
kept AS MATERIALIZED (
    SELECT nth, unit, number, places FROM hit JOIN whole USING (number)
),
-- Words that may have to stand, or happen to stand, before the next one.
pair AS MATERIALIZED (
    SELECT a.nth, a.n, a.n = b.n AS is_required, a.n_words - 1 AS n_pairs
    FROM term AS a
    JOIN term AS b ON b.nth = a.nth + 1 AND (b.n = a.n OR NOT (a.is_quoted OR b.is_quoted))
),
follows AS MATERIALIZED (
    SELECT a.nth, a.number, a.place
    FROM (SELECT nth, number, unnest(places) AS place FROM kept JOIN pair USING (nth)) AS a
    JOIN (SELECT nth, number, unnest(places) AS place FROM kept WHERE nth > 1) AS b
      ON b.nth = a.nth + 1 AND b.number = a.number AND b.place = a.place + 1
),
phrase AS (
    SELECT n, number, place - nth AS place
    FROM follows
    JOIN pair USING (nth)
    WHERE is_required
    GROUP BY n, number, place - nth
    HAVING count(*) = any_value(n_pairs)
),
found AS (
    SELECT unit, number, sum(len(places) + CASE WHEN places[1] < 64 THEN 2 ELSE 0 END)::BIGINT AS times
    FROM kept
    WHERE unit IS NOT NULL
    GROUP BY unit, number
    UNION ALL
    SELECT n, number, count(*) FROM phrase GROUP BY n, number
    UNION ALL
    SELECT -nth, number, count(*) FROM follows JOIN pair USING (nth) WHERE NOT is_required GROUP BY nth, number
),
total AS (
    SELECT count(*) AS n_texts, avg(n_words) AS n_words FROM search_texts
),
weight AS (
    SELECT unit, ln(1 + (n_texts - least(n_found, n_texts) + 0.5) / (least(n_found, n_texts) + 0.5)) AS weight, n_words AS usual
    FROM (
        SELECT unit, count(*) AS n_found FROM hit WHERE unit IS NOT NULL GROUP BY unit
        UNION ALL
        SELECT n, count(DISTINCT number) FROM phrase GROUP BY n
        UNION ALL
        SELECT -nth, count(DISTINCT number) FROM follows JOIN pair USING (nth) WHERE NOT is_required GROUP BY nth
    )
    CROSS JOIN total
),
top AS MATERIALIZED (
    SELECT number, any_value(article_id) AS article_id, any_value(revision) AS revision,
           sum(weight * times * 2.2 / (times + 0.3 + 0.9 * n_words / usual)) AS score
    FROM found
    JOIN whole USING (number)
    JOIN weight USING (unit)
    GROUP BY number
    HAVING count(*) FILTER (unit > 0) = (SELECT count(DISTINCT n) FROM term)
    ORDER BY score DESC, article_id
    LIMIT most
),
mark AS MATERIALIZED (
    SELECT number, nth, unnest(places) AS place FROM kept JOIN top USING (number)
),
-- Where to look first: where most words are near each other, and rather in the body than in captions or title.
spot AS (
    SELECT number, list(DISTINCT place) AS places,
           arg_max(place, (n_near, place >= body_at, place < captions_at, -place::BIGINT)) AS place
    FROM (
        SELECT mark.number, mark.place,
               count(DISTINCT near.nth) + count(*) FILTER (near.nth = mark.nth + 1 AND near.place = mark.place + 1) AS n_near
        FROM mark
        JOIN mark AS near ON near.number = mark.number AND near.place BETWEEN mark.place AND mark.place + 12
        GROUP BY mark.number, mark.place
    )
    JOIN search_texts USING (number)
    GROUP BY number
),
-- By row ids: a join on the article's id would read every body of the table.
told AS MATERIALIZED (
    SELECT article_id, revision, title, source, url, published_on, body, captions
    FROM article_revisions
    WHERE rowid IN (SELECT rowid FROM article_revisions SEMI JOIN top USING (article_id, revision))
),
field AS (
    SELECT number, place, places,
           CASE WHEN place < body_at THEN title WHEN place < captions_at THEN body
                ELSE array_to_string(captions, chr(10)) END AS field,
           CASE WHEN place < body_at THEN 0 WHEN place < captions_at THEN body_at ELSE captions_at END AS base,
           CASE WHEN regexp_matches(left(field, 40), '[\x{3040}-\x{30ff}\x{3400}-\x{9fff}]') THEN 18 ELSE 9 END AS reach
    FROM spot
    JOIN search_texts USING (number)
    JOIN told USING (article_id, revision)
),
split AS MATERIALIZED (
    SELECT number, places, base, search_words_of(field) AS words,
           greatest(1, place::BIGINT - base + 1 - reach) AS begin, place::BIGINT - base + 1 + 2 * reach AS finish
    FROM field
)
SELECT article_id, title, source, url, published_on, search_cut(words, begin, finish, places, base) AS snippet, score
FROM top
JOIN split USING (number)
JOIN told USING (article_id, revision)
ORDER BY score DESC, article_id;
