import { Component, type ComponentChildren } from 'preact';
import { LinkDown } from './screens/no-host.tsx';

interface FailureBoundaryProps {
  readonly onFailure: () => void;
  readonly children: ComponentChildren;
}

/** A screen that cannot be drawn is replaced by "one moment"; what is wrong with it is for others to say. */
export class FailureBoundary extends Component<FailureBoundaryProps, { readonly hasFailed: boolean }> {
  override state = { hasFailed: false };

  override componentDidCatch(): void {
    this.setState({ hasFailed: true });
    this.props.onFailure();
  }

  override render(): ComponentChildren {
    return this.state.hasFailed ? <LinkDown /> : this.props.children;
  }
}
