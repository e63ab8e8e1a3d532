/** Entry of the page: connects to the host, then shows the app. */
import { createRoot } from 'react-dom/client'
import { App } from './views/frame/App.tsx'
import { applyTheme } from './theme/theme.ts'
import './theme/tokens.css'
import './theme/base.css'

applyTheme('system')
const root = document.getElementById('app')
if (root === null) throw new Error('The page has no element for the app')
createRoot(root).render(<App />)
