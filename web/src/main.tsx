import './ui/tokens.css';
import './ui/base.css';
import './ui/page.css';
import { createRoot } from 'react-dom/client';
import { reloadIfReplaced } from './api/newer-page';
import { App } from './app';
import { ScrollKeeper } from './shell/scroll-keeper';

window.addEventListener('vite:preloadError', () => void reloadIfReplaced());

// In a frame the history belongs to the embedding page, and storage may be unavailable.
if (window.self === window.top) new ScrollKeeper().start();

createRoot(document.getElementById('page')!).render(<App />);
