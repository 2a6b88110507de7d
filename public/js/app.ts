// Progressive enhancement: every page works without this file. Features are asked for by data attributes,
// listed in views/components/README.md.
import './dialogs.ts';
import './forms.ts';
import './icons.ts';
import './keys.ts';
import './live.ts';
import './menus.ts';
import './refresh.ts';
