import './ui/tokens.css';
import './ui/base.css';
import { createRoot } from 'react-dom/client';
import { App } from './app';

// The service has been replaced by a newer one, which has no parts for the page of its predecessor.
window.addEventListener('vite:preloadError', () => window.location.reload());

createRoot(document.getElementById('page')!).render(<App />);
