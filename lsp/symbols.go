package lsp

import (
	"go.lsp.dev/protocol"

	"github.com/usepaso/usepaso/analysis/ide"
)

// symbolKinds gives each entry of the outline its sign.
var symbolKinds = map[ide.SymbolKind]protocol.SymbolKind{
	ide.SectionSymbol:    protocol.SymbolKindModule,
	ide.CapabilitySymbol: protocol.SymbolKindFunction,
	ide.InputSymbol:      protocol.SymbolKindVariable,
	ide.OutputSymbol:     protocol.SymbolKindField,
	ide.TierSymbol:       protocol.SymbolKindEnum,
	ide.NameSymbol:       protocol.SymbolKindEnumMember,
}

func documentSymbol(r *request, p *protocol.DocumentSymbolParams) (any, error) {
	d := r.document(p.TextDocument)
	if d == nil {
		return protocol.DocumentSymbolSlice{}, nil
	}
	m, symbols := r.mapper(d), ide.Symbols(d.Snapshot())
	if r.abilities.symbolTree {
		return symbolTree(m, symbols), nil
	}
	return r.flatSymbols(m, "", symbols, protocol.SymbolInformationSlice{}), nil
}

func symbolTree(m mapper, symbols []ide.Symbol) protocol.DocumentSymbolSlice {
	list := make(protocol.DocumentSymbolSlice, len(symbols))
	for i, s := range symbols {
		list[i] = protocol.DocumentSymbol{
			Name: s.Name, Kind: symbolKinds[s.Kind], Range: m.SpanRange(s.Whole), SelectionRange: m.SpanRange(s.Selection),
			Children: symbolTree(m, s.Children),
		}
		if s.Detail != "" {
			list[i].Detail = new(s.Detail)
		}
	}
	return list
}

// flatSymbols is the outline for editors that know no tree.
func (r *request) flatSymbols(m mapper, container string, symbols []ide.Symbol, list protocol.SymbolInformationSlice) protocol.SymbolInformationSlice {
	for _, s := range symbols {
		info := protocol.SymbolInformation{Location: protocol.Location{URI: r.spellings.of(m.file.Name), Range: m.SpanRange(s.Whole)}}
		info.Name, info.Kind = s.Name, symbolKinds[s.Kind]
		if container != "" {
			info.ContainerName = new(container)
		}
		list = r.flatSymbols(m, s.Name, s.Children, append(list, info))
	}
	return list
}

// maxSymbols bounds the answer to one query; editors ask again with a longer one.
const maxSymbols = 500

func workspaceSymbol(r *request, p *protocol.WorkspaceSymbolParams) (any, error) {
	list := protocol.WorkspaceSymbolSlice{}
	progress := r.progress(p.WorkDoneToken, "Searching declarations")
	defer progress.end()
	documents := r.everyDocument()
	for i, d := range documents {
		if r.cancelled() {
			break // the answer is dropped
		}
		progress.report(i, len(documents))
		m := r.mapper(d)
		for _, s := range ide.Find(d.Snapshot(), p.Query) {
			if len(list) == maxSymbols {
				return list, nil
			}
			symbol := protocol.WorkspaceSymbol{Location: &protocol.Location{URI: r.spellings.of(d.File.Name), Range: m.SpanRange(s.Selection)}}
			symbol.Name, symbol.Kind, symbol.ContainerName = s.Name, symbolKinds[s.Kind], new(s.Detail)
			list = append(list, symbol)
		}
	}
	return list, nil
}
