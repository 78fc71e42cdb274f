-- The period the denominator was filed under, beside the numerator's `since`: a yearly count stays
-- in force for long, and the page says from when it is. Empty where there is none, or the official
-- count stands in.
alter table part add column n_since text;
