import './ui/tokens.css';
import './ui/base.css';
import { createRoot } from 'react-dom/client';
import { App } from './app';

createRoot(document.getElementById('page')!).render(<App />);
