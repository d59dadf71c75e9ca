import './ui/tokens.css';
import './ui/base.css';
import './ui/page.css';
import { createRoot } from 'react-dom/client';
import { reloadIfReplaced } from './api/newer-page';
import { App } from './app';

window.addEventListener('vite:preloadError', () => void reloadIfReplaced());

createRoot(document.getElementById('page')!).render(<App />);
