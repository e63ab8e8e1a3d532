/** The grid in the app's own colours and measures. */
import {
  CellStyleModule,
  ColumnApiModule,
  ColumnAutoSizeModule,
  EventApiModule,
  InfiniteRowModelModule,
  ModuleRegistry,
  RenderApiModule,
  RowApiModule,
  RowSelectionModule,
  ScrollApiModule,
  CellApiModule,
  themeQuartz,
  TooltipModule,
} from 'ag-grid-community'

ModuleRegistry.registerModules([
  CellApiModule,
  CellStyleModule,
  ColumnApiModule,
  ColumnAutoSizeModule,
  EventApiModule,
  InfiniteRowModelModule,
  RenderApiModule,
  RowApiModule,
  RowSelectionModule,
  ScrollApiModule,
  TooltipModule,
])

export const gridTheme = themeQuartz.withParams({
  accentColor: 'var(--accent)',
  backgroundColor: 'var(--surface-0)',
  foregroundColor: 'var(--ink)',
  textColor: 'var(--ink)',
  headerTextColor: 'var(--ink-2)',
  headerBackgroundColor: 'var(--surface-1)',
  headerFontWeight: 600,
  headerFontSize: 11,
  headerHeight: 28,
  fontFamily: 'var(--font-text)',
  fontSize: 12,
  spacing: 4,
  cellHorizontalPadding: 8,
  borderColor: 'var(--hairline)',
  rowBorder: { color: 'color-mix(in oklab, var(--hairline) 60%, transparent)', width: 1, style: 'solid' },
  columnBorder: false,
  headerColumnBorder: false,
  headerColumnResizeHandleColor: 'var(--hairline)',
  wrapperBorder: false,
  wrapperBorderRadius: 0,
  borderRadius: 3,
  rowHoverColor: 'color-mix(in oklab, var(--accent) 5%, transparent)',
  selectedRowBackgroundColor: 'var(--accent-tint)',
  oddRowBackgroundColor: 'var(--surface-0)',
  rangeSelectionBorderColor: 'var(--focus)',
  browserColorScheme: 'inherit',
})

/** Heights of a row, in CSS pixels. */
export const rowHeights = { compact: 22, normal: 26, roomy: 34 } as const
