// Plain `pg`: a page is one INSERT from unnest with ON CONFLICT DO UPDATE.
import './plain-single.mjs';
