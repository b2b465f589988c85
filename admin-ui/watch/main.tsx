import '../parts/tokens.css';
import '../parts/base.css';
import './watch.css';
import '../parts/theme.js';
import { render } from 'preact';
import { parseStreamPath } from '../parts/player/stream-address.js';
import { LandingPage } from './landing-page.js';
import { PlayerPage } from './player-page.js';
import { playerAddress } from './player-address.js';

const WATCH = '/watch/';

const { pathname } = location;
const stream = pathname.startsWith(WATCH) ? parseStreamPath(pathname.slice(WATCH.length)) : undefined;
const page = stream === undefined ? <LandingPage /> : <PlayerPage {...playerAddress(stream, location)} />;
render(page, document.getElementById('page')!);
