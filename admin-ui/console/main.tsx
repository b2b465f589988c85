import { render } from 'preact';

render(<h1>Afterglow console</h1>, document.getElementById('page')!);
