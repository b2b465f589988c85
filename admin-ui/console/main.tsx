import { render } from 'preact';
import { resumeLogin } from './state/login.js';
import { Console } from './frame/console.js';
import './style/console.css';

render(<Console />, document.getElementById('page')!);
void resumeLogin();
