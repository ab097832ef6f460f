-- The revisions that were decided on, where there are any, in the order of the places they were decided in.
INSERT INTO article_revisions BY NAME FROM staged_revision;
INSERT INTO removed_lines BY NAME FROM staged_removed_line;
INSERT INTO field_origins BY NAME FROM staged_origin;
