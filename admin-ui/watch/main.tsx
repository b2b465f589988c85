import { render } from 'preact';

render(<h1>Afterglow</h1>, document.getElementById('page')!);
