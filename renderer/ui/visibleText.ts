/** Where the page finds it; reports that leave the app show texts in the same way. */
export { visibleLine, visibleText } from '../../shared/visibleText.ts'
